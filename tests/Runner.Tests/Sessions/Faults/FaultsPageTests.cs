using System.Reflection;
using LlmObs.Results;
using LlmObs.Runner.Tests.Cli;

namespace LlmObs.Runner.Tests.Sessions.Faults;

/// <summary>Every row of docs/faults.md is played, and what it says is what comes of it.</summary>
public sealed class FaultsPageTests
{
    private static readonly IReadOnlyList<string[]> Rows = [.. File.ReadLines(Path.Combine(Clone.Root, "docs", "faults.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    public static TheoryData<string> Played => [.. Rows.Where(row => row.Length == 6).Select(row => row[0].Trim('`'))];

    public static TheoryData<string> ProvedElsewhere => [.. Rows.Where(row => row.Length == 3).Select(row => row[2].Trim('`'))];

    [Fact]
    public void The_page_has_every_scenario_and_no_other() =>
        Assert.Equal(FaultScenarios.All.Keys.Order(StringComparer.Ordinal), Rows.Where(row => row.Length == 6).Select(row => row[0].Trim('`')).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Played))]
    public async Task A_fault_ends_as_the_page_says_and_loses_nothing(string fault)
    {
        await using var bench = await FaultBench.StartAsync();
        var row = Rows.Single(row => row[0] == $"`{fault}`");

        var outcome = await FaultScenarios.All[fault](bench);

        if (fault.StartsWith("not-ready-", StringComparison.Ordinal))
            Assert.InRange(bench.Lasted, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        var (told, became) = (new FaultOutcome(row[2], row[3], row[4], row[5]), FaultOutcome.Of(outcome, bench));
        Assert.True(told == became, $"{became}\n{string.Join('\n', bench.Seen.Notices)}");
        var before = Requests(bench);
        await RepairAsync(bench);
        await bench.ResumeAsync();
        var after = Requests(bench);
        Assert.Equal(before, after.Take(before.Count), StringComparer.Ordinal);
        Assert.Equal(6, after.Count);
        Assert.Equal(6, after.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory, MemberData(nameof(ProvedElsewhere))]
    public void What_is_proved_elsewhere_is_a_test(string proof)
    {
        var (type, method) = (proof[..proof.IndexOf('.', StringComparison.Ordinal)], proof[(proof.IndexOf('.', StringComparison.Ordinal) + 1)..]);

        Assert.Contains(typeof(FaultsPageTests).Assembly.GetTypes(), found => found.Name == type && found.GetMethod(method)?.GetCustomAttributes<FactAttribute>().Any() is true);
    }

    private static List<string> Requests(FaultBench bench) => [.. bench.Entries.OfType<JournalEntry.Request>().Select(request => request.Id)];

    /// <summary>What was wrong is right again, with a server that holds nothing.</summary>
    private static async Task RepairAsync(FaultBench bench)
    {
        bench.Line.Cut();
        bench.Line.Trouble = _ => LineFault.None;
        bench.Line.Behind = (await bench.FreshServerAsync()).Address;
        bench.Line.Listen();
    }
}
