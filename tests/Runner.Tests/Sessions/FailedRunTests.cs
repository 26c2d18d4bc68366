using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class FailedRunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_failed_is_taken_up_again_on_resume_and_its_old_failure_is_forgotten()
    {
        await using var bench = await SessionBench.StartAsync();
        var server = new DisturbedServer(bench.Server) { BeforeLoad = () => throw new ServerException("No memory left.") };
        var request = bench.Request(SessionPlans.Of(SessionPlans.Q8));
        var failed = Assert.IsType<SessionOutcome.Ended>(await bench.RunAsync(server, request, Cancel));
        Assert.Equal((SessionEnd.CompletedWithFailures, "No memory left."), (failed.End, Assert.Single(failed.Results).Failure));

        var resumed = Assert.IsType<SessionOutcome.Ended>(await bench.ResumeAsync());

        Assert.Equal(SessionEnd.Completed, resumed.End);
        var result = Assert.Single(resumed.Results);
        Assert.Null(result.Failure);
        Assert.Equal(1, Assert.Single(result.Cases).Requests);
        Assert.Equal([null, "b1/q8#1"], result.Loads.Select(load => load.LoadId));
        Assert.Null(result.Loads[0].LoadSeconds);
        Assert.NotNull(result.Loads[1].LoadSeconds);
    }

    [Fact]
    public async Task A_failed_run_whose_requests_were_all_made_is_over()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        bench.CutJournal(entries: 4);

        await bench.ResumeAsync();

        Assert.Single(bench.Entries().OfType<JournalEntry.Load>());
        Assert.Single(bench.Entries().OfType<JournalEntry.Request>());
    }
}
