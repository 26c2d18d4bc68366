using LlmObs.Capacity;
using LlmObs.Comparisons;
using LlmObs.Plans;
using LlmObs.Runner.Cli.Comparing;
using LlmObs.Runner.Cli.Fitting;
using LlmObs.Statistics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>The tables of what fits and of what compares, whole, as a person has read them.</summary>
public sealed class ReadTablesTests
{
    [Fact]
    public void What_fits_is_a_table_of_models_and_one_of_contexts()
    {
        var question = new FitQuestion { Budget = MemoryBudget.Of(new DataSize(512L << 30)), Contexts = [131_072], WithOwnMaximum = true };
        Candidate[] candidates =
        [
            MiniMax("m2.1-q4", 121),
            MiniMax("m2.1-bf16", 426),
            MiniMax("unread", 300) with { Shape = null, ShapeSource = "n/a: name its .gguf file to read its layers", WeightsSource = "the server's list", MaximumContextTokens = null },
        ];

        Assert.Equal(Words("""
            A model may take 464 GiB of 512 GiB (what macOS lets the graphics processor of a 512 GB Mac take unless told otherwise); 23.2 GiB of it
            should stay free.

              Model         Weights   KV f16, a token   State, a stream       Largest context, f16      Largest context, q8_0
              m2.1-q4       121 GiB           248 KiB               0 B              196,608 (all)              196,608 (all)
              m2.1-bf16     426 GiB           248 KiB               0 B   45,568, tight to 156,416   85,760, tight to 196,608
              unread        300 GiB               n/a               n/a                        n/a                        n/a


              Model       Context             1 stream              4 streams   Streams that fit
              m2.1-q4     131,072   fits, 308 GiB free     fits, 215 GiB free                 10
              m2.1-q4     196,608   fits, 292.5 GiB free   fits, 153 GiB free                  6
              m2.1-bf16   131,072   tight, 3 GiB free       no, 87 GiB short                  0
              m2.1-bf16   196,608   no, 9.5 GiB short      no, 149 GiB short                  0
              unread      131,072                  n/a                    n/a                n/a

            Sizes of m2.1-q4, m2.1-bf16: the plan.
            Sizes of unread: the server's list.
            Layers of m2.1-q4, m2.1-bf16: its publisher's config.json.
            Layers of unread: n/a: name its .gguf file to read its layers.
            Reckoned: weights + streams × (keys and values + state) + 1 to 4 GiB of buffers. It is tight where that takes from what should stay free:
            load it to know.
            """), Words(Render(FitView.Of(question, candidates))));
    }

    [Fact]
    public void A_comparison_is_a_table_a_figure_with_words_and_notes()
    {
        var pair = new ComparedPair { Model = "coder", Baseline = "q6_k", Candidate = "q4_k_m", BaselineLoads = 6, CandidateLoads = 6, Cases = ["long", "short"] };
        var comparison = new Comparison
        {
            Metrics =
            [
                new MetricComparison
                {
                    Metric = ComparedMetric.Decode,
                    Pairs =
                    [
                        pair with { Ratio = 1.18, Interval = (1.15, 1.21), Verdict = Verdict.Faster },
                        pair with { Candidate = "q8_0", Ratio = 0.983, Interval = (0.95, 1.017), MoreToDecide = 4 },
                        pair with { Candidate = "q6_l", Ratio = 1.002, Interval = (1.0005, 1.0035), IsWithinInstrumentError = true, InstrumentShare = 0.004 },
                        pair with { Candidate = "q5_k_m", Ratio = 1.01, Interval = (0.99, 1.02), Verdict = Verdict.Equivalent },
                        pair with { Candidate = "q2_k", CandidateLoads = 0, WhyNot = "q2_k has none" },
                    ],
                    UnequalSpread = new UnequalSpread { P = 0.0004, Variant = "now/q8_0", TimesTheMedian = 4.2 },
                },
                new MetricComparison { Metric = ComparedMetric.TimeToFirstToken, Pairs = [pair with { Ratio = 0.8, Interval = (0.7, 0.9), Verdict = Verdict.Faster }] },
                new MetricComparison { Metric = ComparedMetric.Load, Pairs = [pair with { WhyNot = "whether its weights came from the disk or from the page cache is not known" }] },
            ],
            Differences = ["runtime: llama.cpp 1 → llama.cpp 2"],
            LacksCalibration = true,
        };

        Assert.Equal(Words("""
            Decode speed (higher is better), over long, short

              Model   Candidate   Baseline   Loads                   Ratio
              coder   q4_k_m      q6_k       6 : 6      1.18× [1.15, 1.21]   faster
              coder   q8_0        q6_k       6 : 6    0.983× [0.95, 1.017]   undecided, 4 more blocks would decide
              coder   q6_l        q6_k       6 : 6   1.002× [1.001, 1.004]   no difference: the instrument's own error is 0.4 %
              coder   q5_k_m      q6_k       6 : 6      1.01× [0.99, 1.02]   equivalent (within 3 %)
              coder   q2_k        q6_k       0 : 6                     n/a   n/a: q2_k has none

            Time to first token (lower is better), over long, short

              Model   Candidate   Baseline   Loads                Ratio
              coder   q4_k_m      q6_k       6 : 6   0.80× [0.70, 0.90]   faster

            Load time: n/a, whether its weights came from the disk or from the page cache is not known.
            Decode speed: the loads of q8_0 scatter 4.2 times as much as the others' (p = 0.0004): the intervals, made of all loads' spread, are not
            its own.
            Also another between the two, and in the ratio: runtime: llama.cpp 1 → llama.cpp 2.
            The instrument was not calibrated: what of a difference may be its own is not known (llmobs calibrate).
            """), Words(Render(CompareView.Of(comparison, "block"))));
    }

    /// <summary>Where a line is folded is the console's business.</summary>
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Without the rules under headings.</summary>
    private static string Render(IRenderable table)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = 140;
        console.Write(table);
        return string.Join('\n', writer.ToString().Split('\n').Where(line => !line.Contains('─', StringComparison.Ordinal)));
    }

    private static Candidate MiniMax(string name, int gibibytes) => new()
    {
        Name = name,
        Weights = new DataSize((long)gibibytes << 30),
        WeightsSource = "the plan",
        Shape = PublishedShapes.Find("minimax-m2.1"),
        ShapeSource = "its publisher's config.json",
        MaximumContextTokens = 196_608,
    };
}
