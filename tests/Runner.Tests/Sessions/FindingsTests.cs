using LlmObs.Plans;
using LlmObs.Runner.Results;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>Sessions on the Simulator in its own time, judged as every session is.</summary>
public sealed class FindingsTests
{
    [Fact]
    public async Task A_clean_session_on_the_Simulator_has_nothing_against_it_but_that_it_is_simulated()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions());

        await bench.RunAsync(Plan(blocks: 3, warmups: 1));

        Assert.Equal(["simulated-data"], Rules(bench));
    }

    [Fact]
    public async Task What_is_wrong_stands_in_the_json_in_the_variants_report_and_in_the_summary()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions());

        await bench.RunAsync(Plan(blocks: 1, warmups: 1));

        Assert.Equal(["too-few-loads", "simulated-data"], Rules(bench));
        Assert.Contains("\"rule\": \"too-few-loads\"", await ReadAsync(bench, "demo-q8-*.json"), StringComparison.Ordinal);
        Assert.Contains("- **warning**, too-few-loads: 1 load stands behind the speed", await ReadAsync(bench, "demo-q8-*.md"), StringComparison.Ordinal);
        Assert.Contains("- **q8**: warning: too-few-loads; note: simulated-data", await ReadAsync(bench, "summary.md"), StringComparison.Ordinal);
        Assert.Equal("too-few-loads", Assert.Single(EarlierResults.Read(bench.Results, Assert.Fail)).Findings[0].Rule);
    }

    private static Plan Plan(int blocks, int warmups) => SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Blocks = blocks, Warmups = warmups }) with
    {
        Cases = [new Case { Id = "hello", Category = "x", Prompt = "Hello", MaxTokens = 64 }],
    };

    private static IEnumerable<string> Rules(SessionBench bench) => Assert.Single(SessionReports.Rebuild(bench.Session)).Findings.Select(finding => finding.Rule);

    private static Task<string> ReadAsync(SessionBench bench, string name) => File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(bench.Session, name)), TestContext.Current.CancellationToken);
}
