using LlmObs.Plans;
using LlmObs.Runner.Programs;
using LlmObs.Runner.Servers.Lms;

namespace LlmObs.Runner.Tests.Servers.Lms;

/// <summary>The words are written as the source of lms writes them (lmstudio-ai/lms, load.ts, Spinner.ts, runtime/list.ts); no lms was run.</summary>
public sealed class LmsWordsTests
{
    private const string Runtimes = """
        LLM ENGINE                                        SELECTED    MODEL FORMAT
        llama.cpp-mac-arm64-apple-metal-advsimd@2.3.1        ✓            GGUF
        llama.cpp-mac-arm64-apple-metal-advsimd@2.3.0                     GGUF
        mlx-llm-mac-arm64-apple-metal-advsimd@1.2.0          ✓            MLX
        """;

    [Theory]
    [InlineData("\u001b[?25l\rLoading qwen/qwen3-4b 45% ⠙", 0.45)]
    [InlineData("\rLoading m ⠋\rLoading m 7% ⠙\rLoading m 100% ⠹", 1.0)]
    [InlineData("Loading qwen/qwen3-4b ⠙", null)]
    [InlineData("999%", null)]
    public void The_last_share_that_was_told_is_the_progress(string words, double? expected) => Assert.Equal(expected, LmsWords.Progress(words));

    [Theory]
    [InlineData("Model loaded successfully in 9.10s.", 9.1)]
    [InlineData("Model loaded successfully in 1m 4.25s.\n(12.30 GiB)", 64.25)]
    [InlineData("Model loaded successfully on studio in 1h 0m 2.00s.", 3602.0)]
    [InlineData("Model loaded successfully in 730.00ms.", 0.73)]
    [InlineData("Model loaded.", null)]
    public void The_time_it_took_is_read_from_the_words(string words, double? seconds) => Assert.Equal(seconds, LmsWords.LoadTime(words)?.TotalSeconds);

    [Fact]
    public void The_identifier_is_the_one_it_says() =>
        Assert.Equal("qwen/qwen3-4b:2", LmsWords.Identifier("To use the model in the API/SDK, use the identifier \"qwen/qwen3-4b:2\"."));

    [Fact]
    public void The_runtime_of_a_format_is_the_one_selected_for_it()
    {
        Assert.Equal("llama.cpp-mac-arm64-apple-metal-advsimd 2.3.1", LmsWords.SelectedRuntime(Runtimes, ModelFormat.Gguf));
        Assert.Equal("mlx-llm-mac-arm64-apple-metal-advsimd 1.2.0", LmsWords.SelectedRuntime(Runtimes, ModelFormat.Mlx));
        Assert.Null(LmsWords.SelectedRuntime(Runtimes, ModelFormat.Other));
    }

    [Fact]
    public void Of_two_selected_ones_neither_is_guessed() => Assert.Null(LmsWords.SelectedRuntime(Runtimes.Replace("2.3.0     ", "2.3.0  ✓  ", StringComparison.Ordinal), ModelFormat.Gguf));

    [Theory]
    [InlineData("Estimated GPU Memory:   65.68 GiB\nEstimated Total Memory: 70.00 GiB\n", 70L << 30)]
    [InlineData("Estimated Total Memory: 65.68 GB", 65_680_000_000)]
    [InlineData("No estimate.", null)]
    public void The_estimate_is_read_in_its_own_unit(string words, long? bytes) => Assert.Equal(bytes, LmsWords.EstimatedMemory(words)?.Bytes);

    [Theory]
    [InlineData("", "! Multiple models match the provided model key. Please select one.", true)]
    [InlineData("", "Select a model to load |", true)]
    [InlineData("", "Do you want to continue? (Y/N):", true)]
    [InlineData("? Which device", "", true)]
    [InlineData("Loading qwen/qwen3-4b 45% ⠙", "", false)]
    [InlineData("", "Error: Failed to load model: insufficient memory", false)]
    [InlineData("", "Model loaded successfully in 9.10s.", false)]
    public void A_question_is_told_from_a_report(string output, string errors, bool asks) =>
        Assert.Equal(asks, LmsWords.AsksForInput(new ProgramOutput { End = ProgramEnd.Cancelled, Output = output, Errors = errors }));

    [Fact]
    public void What_is_no_list_of_models_is_none()
    {
        Assert.Null(LmsModel.Read("You have not downloaded any models yet."));
        Assert.Null(LmsModel.Read("""[{"path":"x"}]"""));
        Assert.Null(LmsServerStatus.Read("The server is running on port 1234."));
    }
}
