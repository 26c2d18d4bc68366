using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Tests.Results;
using static LlmObs.Tests.Results.SweepEntries;

namespace LlmObs.Tests.Reports;

/// <summary>What a variant's sweeps and its drift look like in the reports.</summary>
public sealed class SweepReportTests
{
    private static readonly Plan Plan = SmallSession.Plan(SmallSession.Variant("v")) is var plan ? plan with { Settings = plan.Settings with { ContextSweep = new ContextSweep(), ParallelSweep = new ParallelSweep { Case = "short" } } } : null!;

    private static readonly IReadOnlyList<VariantResult> Swept = VariantResults.From(SmallSession.Header, Plan,
    [
        .. Loads(),
        Load(SweepKind.Parallel, 4096) with { ParallelSlots = 2 }, .. Level(1, 20), .. Level(2, 20), .. Level(4, 41, first: 900), End(SweepKind.Parallel),
        Load(SweepKind.Context, 32_768, failure: "insufficient | memory"), Load(SweepKind.Context, 8192), Probe(1024), Probe(2048), Probe(4096), Probe(8192, said => said.RemoveAt(1)),
        Memory(4096, 5_000_000_000), Memory(8192, 5_134_217_728), End(SweepKind.Context),
    ]);

    private static readonly IReadOnlyList<VariantResult> Stopped = VariantResults.From(SmallSession.Header, Plan, [Load(SweepKind.Parallel, 4096), .. Level(1, 20), Load(SweepKind.Context, 32_768), Probe(1024)]);

    [Fact]
    public void A_variants_report_reads_as_it_is_checked_in() => Snapshot.Matches("swept.md", VariantReport.Render(SmallSession.Header, Assert.Single(Swept)));

    [Fact]
    public void The_comparison_reads_as_it_is_checked_in() => Snapshot.Matches("swept-summary.md", SummaryReport.Render(SmallSession.Header, Plan, Swept));

    [Fact]
    public void What_was_stopped_is_not_told_as_found()
    {
        var report = VariantReport.Render(SmallSession.Header, Assert.Single(Stopped));

        Assert.Equal(2, report.Split("Stopped before its end: it goes on with `--resume`.").Length - 1);
        Assert.Contains("1,024 tokens (3 % of 32,768), so far", SummaryReport.Render(SmallSession.Header, Plan, Stopped), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_at_given_rates_reads_as_it_is_checked_in() => Snapshot.Matches("offered.md", VariantReport.Render(SmallSession.Header, Assert.Single(OfferedLoad.Results)));

    [Fact]
    public void Load_at_given_rates_is_compared_as_it_is_checked_in() => Snapshot.Matches("offered-summary.md", SummaryReport.Render(SmallSession.Header, OfferedLoad.Plan, OfferedLoad.Results));

    [Fact]
    public void Results_survive_being_written_and_read()
    {
        var result = Assert.Single(Swept) with { RateSweep = OfferedLoad.Results[0].RateSweep, Cases = [.. Swept[0].Cases, .. OfferedLoad.Results[0].Cases], Settings = Swept[0].Settings with { RateSweep = OfferedLoad.Plan.Settings.RateSweep } };

        var json = System.Text.Json.JsonSerializer.Serialize(result, ResultJson.Document);

        var read = System.Text.Json.JsonSerializer.Deserialize<VariantResult>(json, ResultJson.Document)!;
        Assert.Equal(VariantReport.Render(SmallSession.Header, result), VariantReport.Render(SmallSession.Header, read));
    }

    /// <summary>Five loads a quarter of a day apart, each two percent slower than the one before.</summary>
    private static IEnumerable<JournalEntry> Loads()
    {
        for (var block = 1; block <= 5; block++)
        {
            var load = SmallSession.Load("v", block, $"load-{block}", seconds: 10);
            yield return load;
            for (var index = 0; index < 3; index++)
                yield return SmallSession.Request(load, SmallSession.Stream(first: 80, gap: 100 + 2 * block + index % 2) with { SentAt = SmallSession.Start.AddHours(6 * block).AddMinutes(index) }, iteration: index);
            yield return SmallSession.End(load);
        }
    }
}
