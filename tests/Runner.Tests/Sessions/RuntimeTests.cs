using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class RuntimeTests
{
    [Fact]
    public async Task The_runtime_and_its_version_are_in_the_result_and_its_report()
    {
        await using var bench = await SessionBench.StartAsync();

        var outcome = await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));

        var load = Assert.Single(Assert.Single(Assert.IsType<SessionOutcome.Ended>(outcome).Results).Loads);
        Assert.NotNull(load.Runtime);
        Assert.Equal(load.Runtime, Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Runtime);
        var report = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(bench.Session, "demo-q8-*.md")), TestContext.Current.CancellationToken);
        Assert.Contains($"| Runtime | {load.Runtime} |", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_the_question_costs_only_the_answer()
    {
        await using var bench = await SessionBench.StartAsync();
        var server = new DisturbedServer(bench.Server) { BeforeRuntime = () => throw new ServerException("No answer.") };

        var outcome = await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), TestContext.Current.CancellationToken);

        var ended = Assert.IsType<SessionOutcome.Ended>(outcome);
        Assert.Equal(SessionEnd.Completed, ended.End);
        Assert.Null(Assert.Single(ended.Results[0].Loads).Runtime);
        Assert.Contains("q8: the version of its runtime is not known. No answer.", bench.Seen.Notices, StringComparer.Ordinal);
    }
}
