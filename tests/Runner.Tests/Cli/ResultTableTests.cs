using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Cli;
using LlmObs.Runner.Tests.Telemetry;
using Spectre.Console;

namespace LlmObs.Runner.Tests.Cli;

public sealed class ResultTableTests
{
    private static readonly VariantResult[] Results =
    [
        Variant("a", "Q4_K_M", 129.94, 131.2, 130.1) with { Cases = [Case(completed: 10, failed: 2, concurrency: 1), Case(completed: 8, failed: 0, concurrency: 16)] },
        Variant("b", "MXFP4_MOE", 61.3) with { Cases = [Case(completed: 12, failed: 0, concurrency: 1)] },
        Variant("c", "Q8_0") with { Failure = "The server went away." },
    ];

    [Theory, InlineData(60), InlineData(80), InlineData(100), InlineData(140)]
    public void No_line_is_longer_than_the_terminal_and_no_figure_is_folded(int width)
    {
        var lines = Render(width).Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Single(lines, line => line.Contains("Q4_K_M GGUF", StringComparison.Ordinal) && line.Contains("130.4 ± 1.7", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("16 at once, each", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("Q8_0 GGUF", StringComparison.Ordinal) && line.Contains("incomplete", StringComparison.Ordinal));
    }

    [Theory, InlineData(100, 20), InlineData(90, 12), InlineData(82, 4), InlineData(80, 0), InlineData(60, 0)]
    public void The_bar_shrinks_and_goes_before_anything_else(int width, int bar) => Assert.Equal(bar, Render(width).Split('\n').Max(line => line.Count(letter => letter == '█')));

    [Fact]
    public void On_80_columns_all_figures_stand_there() => Assert.Equal("""
                                             m

                                  Decode  TTFT         Not                   Load
         Quant                     tok/s    ms   completed  Requests  Loads     s
        ───────────────────────────────────────────────────────────────────────────
         Q4_K_M GGUF         130.4 ± 1.7   n/a           2        20      3  11.0
           16 at once, each          n/a   n/a
         MXFP4_MOE GGUF             61.3   n/a           0        12      1  10.0
         Q8_0 GGUF                   n/a   n/a  incomplete         0    n/a   n/a
        """, Comparison(width: 80));

    [Fact]
    public void On_60_columns_those_that_matter_least_are_left_out() => Assert.Equal("""
                                     m

                                  Decode  TTFT         Not
         Quant                     tok/s    ms   completed  Loads
        ───────────────────────────────────────────────────────────
         Q4_K_M GGUF         130.4 ± 1.7   n/a           2      3
           16 at once, each          n/a   n/a
         MXFP4_MOE GGUF             61.3   n/a           0      1
         Q8_0 GGUF                   n/a   n/a  incomplete    n/a
        """, Comparison(width: 60));

    [Fact]
    public void Energy_kinds_of_loads_and_flags_stand_there_where_somebody_watched()
    {
        var lines = Comparison(140, WatchedResult.Of(Variant("a", "Q4_K_M", 129.94, 131.2))).Split('\n');

        Assert.EndsWith("  Load           Flagged", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("     s  J/token     runs", lines[3], StringComparison.Ordinal);
        Assert.EndsWith("  10.0     2.00   1 of 2", lines[^1], StringComparison.Ordinal);
    }

    /// <summary>Without the notes below it.</summary>
    private static string Comparison(int width, params VariantResult[] results) => string.Join('\n', Render(width, results).Split('\n').TakeWhile((line, index) => index < 3 || line.Length > 0));

    private static VariantResult Variant(string id, string quantization, params double[] loads)
    {
        var result = Finished.Result(id, day: 1, isSimulated: false, loads);
        return result with { Variant = result.Variant with { Quantization = quantization } };
    }

    private static CaseResult Case(int completed, int failed, int concurrency) => new()
    {
        Case = "hello",
        Category = "x",
        Pass = Pass.Speed,
        IsWarmup = false,
        Concurrency = concurrency,
        MaxTokens = 40,
        Requests = completed + failed,
        Loads = 1,
        Outcomes = new Dictionary<string, int>(StringComparer.Ordinal) { ["completed"] = completed, ["truncated"] = failed },
        FinishReasons = new Dictionary<string, int>(StringComparer.Ordinal),
        Answered = completed,
        Figures = new Dictionary<string, LlmObs.Statistics.Distribution?>(StringComparer.Ordinal),
    };

    private static string Render(int width, params VariantResult[] results)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = width;
        console.Write(ResultTable.Of(results.Length == 0 ? Results : results, width));
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
