using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests;

public sealed class SimulatorCommandTests
{
    [Fact]
    public void Every_option_can_be_set()
    {
        var (options, _) = SimulatorCommand.Parse(["--port", "1234", "--hazard-port", "1235", "--seed", "9", "--time-scale", "10", "--token", "secret", "--load-variance", "0.02", "--answers-with-wrong-model", "--clamps-context-to", "6553", "--parallel-slots", "256", "--neighbour-cost", "0", "--throttles-at", "42", "--swaps", "--dialect", "ollama", "--model", "demo-coder@q6_k", "--context", "8192", "--context-cost", "0.5", "--finds-within", "32768", "--cuts-prompts-to", "4096", "--working-set", "100"]);

        Assert.Equal(new SimulatorOptions { Port = 1234, HazardPort = 1235, Seed = 9, TimeScale = 10, Token = "secret", LoadVariance = 0.02, AnswersWithWrongModel = true, ClampsContextTo = 6553, ParallelSlots = 256, NeighbourCost = 0, ThrottlesAtCelsius = 42, Swaps = true, Dialect = SimulatedDialect.Ollama, Model = "demo-coder@q6_k", ContextTokens = 8192, ContextCost = 0.5, FindsWithin = 32768, CutsPromptsTo = 4096, WorkingSetGibibytes = 100 }, options);
    }

    [Fact]
    public void Downloads_can_be_set()
    {
        var (options, _) = SimulatorCommand.Parse(["--not-on-disk", "demo-coder@q6_k", "unsloth/*", "--download-speed", "5e8", "--faulty-download", "demo-coder@q6_k=stalls", "--model-disk-free", "100"]);

        Assert.Equal(["demo-coder@q6_k", "unsloth/*"], options!.NotOnDisk);
        Assert.Equal((5e8, 100), (options.DownloadBytesPerSecond, options.ModelDiskFreeBytes!.Value));
        Assert.Equal([new FaultyDownload("demo-coder@q6_k", DownloadFault.Stalls)], options.FaultyDownloads);
    }

    [Theory]
    [InlineData("--time-scale", "0")]
    [InlineData("--time-scale", "fast")]
    [InlineData("--time-scale", "NaN")]
    [InlineData("--load-variance", "-1")]
    [InlineData("--parallel-slots", "0")]
    [InlineData("--neighbour-cost", "-0.1")]
    [InlineData("--port", "70000")]
    [InlineData("--hazard-port", "-1")]
    [InlineData("--clamps-context-to", "0")]
    [InlineData("--idle-ttl", "0")]
    [InlineData("--idle-ttl", "NaN")]
    [InlineData("--throttles-at", "NaN")]
    [InlineData("--context-cost", "-1")]
    [InlineData("--finds-within", "0")]
    [InlineData("--cuts-prompts-to", "0")]
    [InlineData("--working-set", "0")]
    [InlineData("--throttles-at", "hot")]
    [InlineData("--speed", "3")]
    [InlineData("--dialect", "gpt")]
    [InlineData("--model", "demo-coder@q8_0")]
    [InlineData("--context", "0")]
    [InlineData("--download-speed", "0")]
    [InlineData("--faulty-download", "demo-coder@q6_k=explodes")]
    [InlineData("--faulty-download", "stalls")]
    [InlineData("--model-disk-free", "-1")]
    public void A_value_that_makes_no_sense_ends_with_the_users_exit_code(string name, string value)
    {
        var (options, exitCode) = SimulatorCommand.Parse([name, value]);

        Assert.Null(options);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("mlx_lm", "demo-coder@q8_0", true)]
    [InlineData("ollama", "demo-coder-mlx@4bit", true)]
    [InlineData("mlx_lm", "demo-coder-mlx@4bit", false)]
    [InlineData("llama_cpp", "demo-coder@q6_k", false)]
    public void A_model_is_of_the_format_its_server_reads(string dialect, string model, bool isRefused) =>
        Assert.Equal(isRefused, SimulatorCommand.Parse(["--dialect", dialect, "--model", model]).Options is null);

    [Theory]
    [InlineData("--seed", "x", "--seed: \"x\" is no whole number. Write one such as 42.")]
    [InlineData("--clamps-context-to", "few", "--clamps-context-to: \"few\" is no whole number. Write one such as 42.")]
    [InlineData("--time-scale", "fast", "--time-scale: \"fast\" is no number. Write one such as 0.5.")]
    public void A_value_of_the_wrong_kind_is_told_without_the_names_of_types(string name, string value, string expected) =>
        Assert.Equal(expected, Assert.Single(SimulatorCommand.Mistakes(SimulatorCommand.Create().Parse([name, value]))));
}
