using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Tests.Results;

namespace LlmObs.Tests.Reports;

/// <summary>The reports of one small session as they are checked in, and what must hold of them.</summary>
public sealed class ReportTests
{
    private static readonly string Summary = SummaryReport.Render(ReportedSession.Header, ReportedSession.Plan, ReportedSession.Results);

    [Fact]
    public void The_comparison_reads_as_it_is_checked_in() => Snapshot.Matches("summary.md", Summary);

    [Theory]
    [InlineData("alpha-q4"), InlineData("alpha-q6"), InlineData("alpha-q8"), InlineData("beta")]
    public void A_variants_report_reads_as_it_is_checked_in(string variant) => Snapshot.Matches($"{variant}.md", Report(variant));

    /// <summary>Loads of 50, 47.6 and 52.6 tok/s: mean 50.08, s = 2.5072, t(0.975, 2) = 4.3027, so ± 6.2.</summary>
    [Fact]
    public void The_interval_is_over_loads_and_its_requests_are_not_replicates() =>
        Assert.Contains("| Q4_K_M GGUF | 50.1 ± 6.2 ", Summary, StringComparison.Ordinal);

    [Fact]
    public void A_load_that_failed_is_in_no_average_of_load_times()
    {
        var summary = VariantSummary.Of(Result("alpha-q8"));

        Assert.Null(summary.LoadTimes.Seconds);
        Assert.Contains("**alpha-q8**: out of memory \\| asked for 250 GB", Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_was_loaded_before_is_one_replicate_of_its_runs()
    {
        var summary = VariantSummary.Of(Result("alpha-q6"));

        Assert.Equal((1, null), (summary.DecodeTokensPerSecond!.N, summary.DecodeTokensPerSecond.HalfWidth));
        Assert.Equal(40, summary.DecodeTokensPerSecond.Mean, 1e-9);
        Assert.Null(summary.LoadTimes.Seconds);
        Assert.Equal(0.75, summary.LargestCachedPromptShare);
    }

    [Fact]
    public void What_held_for_every_run_stands_above_the_figures_of_each_variant_and_beside_the_comparison()
    {
        var check = new SessionCheck { At = SmallSession.Start, Subject = "other models", Text = "in memory besides the plan's: maker/big (40 GB)." };
        var header = ReportedSession.Header with
        {
            Checks = [check, check with { At = SmallSession.Start.AddHours(2) }, new SessionCheck { At = SmallSession.Start, Subject = "power", Text = "the machine runs on its battery.", WasIgnored = true }],
            PutAside = [new PutAsideModel { ModelKey = "maker/small", InstanceId = "s" }],
        };
        const string told = "## Under these conditions\n\n"
            + "- **other models**: in memory besides the plan's: maker/big (40 GB). (found 2 times, 2026-02-04 09:30:15 UTC to 2026-02-04 11:30:15 UTC)\n"
            + "- **power**: the machine runs on its battery. Measured all the same, as asked. (found 2026-02-04 09:30:15 UTC)\n"
            + "- **put aside**: maker/small was unloaded to make room, and is not loaded again yet.\n";

        Assert.Contains(told, SummaryReport.Render(header, ReportedSession.Plan, ReportedSession.Results), StringComparison.Ordinal);
        Assert.Contains(told, VariantReport.Render(header, Result("beta")), StringComparison.Ordinal);
        Assert.DoesNotContain("Under these conditions", Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_Simulators_figures_are_called_simulated()
    {
        var real = ReportedSession.Header with { Server = SmallSession.Header.Server };

        Assert.Contains("> **Simulated.**", Summary, StringComparison.Ordinal);
        Assert.Contains("> **Simulated.**", Report("beta"), StringComparison.Ordinal);
        Assert.DoesNotContain("Simulated", SummaryReport.Render(real, ReportedSession.Plan, ReportedSession.Results), StringComparison.Ordinal);
        Assert.DoesNotContain("Simulated", VariantReport.Render(real, Result("beta")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_table_has_as_many_cells_in_each_row_whatever_the_names_hold()
    {
        var rows = Summary.Split('\n').Concat(Report("beta").Split('\n'));
        var tables = string.Join('\n', rows).Split("\n\n").Where(part => part.StartsWith('|')).ToList();

        Assert.NotEmpty(tables);
        Assert.All(tables, table => Assert.Single(table.TrimEnd('\n').Split('\n').Select(Cells).Distinct()));
    }

    [Fact]
    public void A_report_is_the_same_each_time() =>
        Assert.Equal(Summary, SummaryReport.Render(ReportedSession.Header, ReportedSession.Plan, [.. ReportedSession.Results]));

    private static int Cells(string row) => row.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|');

    private static VariantResult Result(string variant) => ReportedSession.Results.Single(one => one.Variant.Id == variant);

    private static string Report(string variant) => VariantReport.Render(ReportedSession.Header, Result(variant));
}
