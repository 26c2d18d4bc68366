using System.Globalization;
using System.Text.RegularExpressions;
using LlmObs.Capacity;
using LlmObs.Runner.ModelFiles;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>What is reckoned of a file against the memory that a real llama-server says it takes, and against what its process grows by.</summary>
[Collection(nameof(Alone))]
public sealed partial class RealMemoryTests(LlamaFixture llama) : IClassFixture<LlamaFixture>, IDisposable
{
    private const double Tolerance = 0.05;
    private readonly string _folder = Directory.CreateTempSubdirectory("llmobs-memory-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2048, 1, "f16"), InlineData(16_384, 1, "f16"), InlineData(4096, 4, "f16"), InlineData(8192, 2, "q8_0")]
    public async Task Keys_and_values_are_as_the_server_says_they_are(int context, int streams, string cache)
    {
        llama.Demand();
        var file = await llama.Models.FileAsync("Q4_K_M", TestContext.Current.CancellationToken);

        await AgreesAsync(file, context, streams, cache);
    }

    [Theory]
    [InlineData(2048, 1), InlineData(16_384, 1), InlineData(4096, 3)]
    public async Task A_hybrids_keys_and_its_state_are_as_the_server_says_they_are(int context, int streams)
    {
        llama.Demand();
        var file = Path.Combine(_folder, "hybrid.gguf");
        await RandomShape.WriteHybridAsync(file, TestContext.Current.CancellationToken);

        await AgreesAsync(file, context, streams, "f16");
    }

    [Theory]
    [InlineData(512, 1), InlineData(16_384, 1), InlineData(8192, 3)]
    public async Task A_sliding_windows_keys_are_as_the_server_says_they_are(int context, int streams)
    {
        llama.Demand();
        var file = Path.Combine(_folder, "sliding.gguf");
        await RandomShape.WriteSlidingAsync(file, TestContext.Current.CancellationToken);

        await AgreesAsync(file, context, streams, "f16");
    }

    [Fact]
    public async Task The_process_grows_by_what_is_reckoned()
    {
        llama.Demand();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A process's own memory is read from /proc.");
        var file = await llama.Models.FileAsync("Q4_K_M", TestContext.Current.CancellationToken);
        var shape = GgufShape.Of(GgufModel.Open(file).Metadata).Shape!;
        (int Context, int Streams) small = (2048, 1), large = (16_384, 2);

        var grown = await OwnMemoryAsync(file, large.Context, large.Streams) - await OwnMemoryAsync(file, small.Context, small.Streams);

        var reckoned = (large.Streams * shape.SequenceBytes(large.Context, CacheType.F16)) - (small.Streams * shape.SequenceBytes(small.Context, CacheType.F16));
        Assert.InRange(grown / (double)reckoned, 1 - Tolerance, 1 + Tolerance);
    }

    [Fact]
    public async Task Of_a_server_on_this_machine_the_file_it_runs_is_read()
    {
        llama.Demand();
        await using var server = await StartAsync(await llama.Models.FileAsync("Q4_K_M", TestContext.Current.CancellationToken), 2048, 1);
        using var llmobs = new Cli.CommandLine();

        var told = await llmobs.RunAsync("fit", server.Address.ToString(), "--memory", "16GiB");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains(told.OutputLines, line => line.Contains("random-llama-Q4_K_M", StringComparison.Ordinal) && line.Contains("16 KiB", StringComparison.Ordinal) && line.Contains("4,096 (all)", StringComparison.Ordinal));
        Assert.Contains("Sizes: its file.\nLayers: its file.\n", told.Output, StringComparison.Ordinal);
    }

    private async Task AgreesAsync(string file, int context, int streams, string cache)
    {
        var log = Path.Combine(_folder, "log.txt");
        await using (await StartAsync(file, context, streams, "--cache-type-k", cache, "--cache-type-v", cache, "--log-file", log, "--verbose"))
        {
        }

        var said = Size().Matches(await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)).Sum(match => double.Parse(match.Groups["size"].ValueSpan, CultureInfo.InvariantCulture)) * (1 << 20);
        var shape = GgufShape.Of(GgufModel.Open(file).Metadata).Shape!;
        var reckoned = streams * shape.SequenceBytes(context, CacheType.All.Single(type => type.Name == cache));
        Assert.True(said > 0, "The server said nothing of its caches.");
        Assert.InRange(reckoned / said, 1 - Tolerance, 1 + Tolerance);
    }

    /// <summary>Anonymous memory of the server and what it started: weights that are mapped from their file are not in it.</summary>
    private async Task<long> OwnMemoryAsync(string file, int context, int streams)
    {
        await using var server = await StartAsync(file, context, streams, "--ubatch-size", "64");
        return Tree(server.ProcessId).Sum(AnonymousBytes);
    }

    private Task<LlamaServerProcess> StartAsync(string file, int context, int streams, params string[] more) => LlamaServerProcess.StartAsync(
        llama.Tools,
        file,
        ["--ctx-size", Text(context * streams), "--parallel", Text(streams), "--no-warmup", "--fit", "off", "--flash-attn", "on", "--no-kv-unified", .. more],
        TestContext.Current.CancellationToken);

    private static IEnumerable<int> Tree(int process) =>
        [process, .. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(child => Tree(int.Parse(child, CultureInfo.InvariantCulture)))];

    private static long AnonymousBytes(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>"llama_kv_cache: size =  128.00 MiB ( 2048 cells, …" and the same of llama_memory_recurrent.</summary>
    [GeneratedRegex(@"llama_(kv_cache|memory_recurrent): size = +(?<size>[0-9.]+) MiB \(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Size();
}
