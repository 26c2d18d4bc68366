using System.Diagnostics;
using System.Text.Json;

namespace LlmObs.Runner.Tests.Servers.Streaming.Fuzz;

/// <summary>Streams broken at random by seed: no crash, no hang, no memory, an outcome for each.</summary>
public sealed class FuzzTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    public static TheoryData<string> Whole => [.. FuzzCorpus.Streams.Select(stream => stream.Name)];

    public static TheoryData<string> Found => [.. FuzzCorpus.Finds];

    [Fact]
    public async Task Streams_broken_at_random_come_to_an_outcome_in_a_small_heap()
    {
        var report = Path.Combine(Path.GetTempPath(), $"llmobs-fuzz-{Guid.NewGuid():n}.json");
        try
        {
            var (code, said) = await RunJobAsync(report);

            Assert.True(code == 0, said);
            var told = JsonSerializer.Deserialize<FuzzReport>(await File.ReadAllTextAsync(report, Stopped))!;
            TestContext.Current.TestOutputHelper?.WriteLine(told.ToString() + string.Join(", ", told.Outcomes));
            Assert.Equal((FuzzSettings.Streams, FuzzSettings.Streams), (told.Streams, told.Outcomes.Values.Sum()));
            Assert.InRange(told.PeakBytes, 1, FuzzSettings.Heap);
            Assert.Equal(["completed", "empty", "failed", "truncated"], told.Outcomes.Keys.Select(outcome => outcome.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
        }
        finally
        {
            File.Delete(report);
        }
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task The_streams_that_are_broken_keep_the_rules_while_they_are_whole(string name)
    {
        var bytes = FuzzCorpus.Streams.Single(stream => stream.Name == name).Bytes;

        await FuzzRules.HoldAsync(bytes, [bytes.Length / 3, bytes.Length / 2]);
    }

    [Theory]
    [MemberData(nameof(Found))]
    public async Task What_was_found_once_stays_found_at_any_cut(string name)
    {
        var bytes = FuzzCorpus.Find(name);

        for (var place = 1; place < bytes.Length; place++)
            await FuzzRules.HoldAsync(bytes, [place]);
        await FuzzRules.HoldAsync(bytes, [.. Enumerable.Range(1, bytes.Length - 1)]);
    }

    [Fact]
    public void A_seed_always_gives_the_same_stream()
    {
        for (var seed = 1; seed < 500; seed++)
        {
            var (first, second) = (BrokenStream.Of(seed), BrokenStream.Of(seed));
            Assert.Equal(first.Bytes, second.Bytes);
            Assert.Equal(first.Cuts, second.Cuts);
        }
    }

    private static async Task<(int Code, string Said)> RunJobAsync(string report)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FuzzJob).Assembly.Location, "-class", typeof(FuzzJob).FullName!, "-noColor"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in FuzzSettings.For(report))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2) + TimeSpan.FromMilliseconds(2) * FuzzSettings.Streams, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, Stopped);
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(Stopped), process.StandardError.ReadToEndAsync(Stopped));
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, await said + await errors);
    }
}
