using LlmObs.Runner.Tests.LlamaCpp;

namespace LlmObs.Runner.Tests.Cli;

public sealed class FitTests : IDisposable
{
    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task The_512_GB_plan_is_told_variant_by_variant_with_where_each_figure_comes_from()
    {
        var told = await _llmobs.RunAsync("fit", "--memory", "512GiB", "mac-512gb");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Equal("A model may take 464 GiB of 512 GiB (what macOS lets the graphics processor of a 512 GB Mac take unless told otherwise); 23.2 GiB of it ", told.Output.Split('\n')[0]);
        Assert.Equal(["minimax-m2.1-bf16", "425.6 GiB", "248 KiB", "0 B", "47,104, tight to 157,952", "88,832, tight to 196,608"], Row(told, "minimax-m2.1-bf16", 0));
        Assert.Equal(["minimax-m2.1-bf16", "131,072", "tight, 3.4 GiB free", "no, 86.6 GiB short", "0"], Row(told, "minimax-m2.1-bf16", 1));
        Assert.Equal(["qwen3-coder-next-q8_0", "256,000", "fits, 375.1 GiB free", "fits, 357.3 GiB free", "60"], Row(told, "qwen3-coder-next-q8_0", 2));
        Assert.Contains("Sizes: the plan.\nLayers: its publisher's config.json.\n", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_tells_sizes_and_no_layers_leaves_the_rest_unknown()
    {
        var told = await _llmobs.RunAsync("fit", "simulator", "--memory", "128GiB", "--gpu-memory", "96GiB");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("A model may take 96 GiB of 128 GiB (what the graphics processor may take); 4.8 GiB of it should stay free.", told.Output, StringComparison.Ordinal);
        Assert.Equal("n/a", Row(told, "demo-coder@q8_0", 0)[^1]);
        Assert.Equal(["n/a", "n/a", "n/a"], Row(told, "demo-coder@q8_0", 1)[^3..]);
        Assert.Contains("n/a: name its .gguf file to read its layers.", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_read_and_told_to_scripts()
    {
        var path = Path.Combine(_llmobs.Folder, "small.gguf");
        await new RandomLlama { Width = 256, FeedForwardWidth = 256, Layers = 2, KeyValueHeads = 2, ContextLength = 2048 }.WriteAsync(path, TestContext.Current.CancellationToken);

        var told = await _llmobs.RunAsync("fit", path, "--memory", "16GiB", "--context", "1024,4096", "--parallel", "2", "--json");

        Assert.True(told.ExitCode == 0, told.ToString());
        var model = Assert.Single(told.Json[0].GetProperty("models").EnumerateArray());
        Assert.Equal((new FileInfo(path).Length, "llama", 2, 2048), (model.GetProperty("weightBytes").GetInt64(), model.GetProperty("architecture").GetString(), model.GetProperty("layersWithCache").GetInt32(), model.GetProperty("maximumContextTokens").GetInt32()));
        var fit = Assert.Single(model.GetProperty("fits").EnumerateArray());
        Assert.Equal((1024, 2, "fits", 2 * 1024 * 1024), (fit.GetProperty("contextTokens").GetInt32(), fit.GetProperty("streams").GetInt32(), fit.GetProperty("verdict").GetString(), fit.GetProperty("cacheBytes").GetInt32()));
        Assert.Equal(2048, model.GetProperty("largestContext").GetProperty("q8_0").GetProperty("fits").GetInt32());
    }

    [Fact]
    public async Task A_context_beyond_the_models_own_is_left_out_and_told()
    {
        var told = await _llmobs.RunAsync("fit", "mac-512gb", "--memory", "512GiB", "--context", "250000");

        Assert.Contains("minimax-m2.1-q8_0 was made for 196,608 tokens: 250,000 are not shown.", told.Output.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_is_told_at_once()
    {
        _llmobs.Write("broken.gguf", "GGUF and nothing more");

        var told = await _llmobs.RunAsync("fit", "nope", "--memory", "5", "--kv", "q7", "--context", "x");
        var broken = await _llmobs.RunAsync("fit", Path.Combine(_llmobs.Folder, "broken.gguf"));
        var absent = await _llmobs.RunAsync("fit", "absent.gguf");
        var more = await _llmobs.RunAsync("fit", "mac-512gb", "--memory", "8GiB", "--gpu-memory", "9GiB");

        Assert.Equal((2, 4), (told.ExitCode, told.ErrorLines.Count));
        Assert.Equal((2, 2, 2), (broken.ExitCode, absent.ExitCode, more.ExitCode));
        Assert.Contains("its version is ", broken.Error, StringComparison.Ordinal);
        Assert.Contains("There is no file ", absent.Error, StringComparison.Ordinal);
        Assert.Contains("--gpu-memory: 9 GiB is more than all of the machine's memory, 8 GiB.", more.Error, StringComparison.Ordinal);
    }

    /// <summary>The cells of the n-th line that begins with a name.</summary>
    private static string[] Row(Told told, string name, int number) =>
        told.OutputLines.Where(line => line.TrimStart().StartsWith($"{name} ", StringComparison.Ordinal)).ElementAt(number).Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
