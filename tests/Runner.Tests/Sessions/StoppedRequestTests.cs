using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class StoppedRequestTests
{
    [Fact]
    public async Task A_request_that_was_complete_when_the_user_stopped_the_session_is_kept()
    {
        await using var bench = await SessionBench.StartAsync();
        using var stop = new CancellationTokenSource();
        var server = new DisturbedServer(bench.Server) { AfterStream = stop.Cancel };
        var plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Iterations = 3 });

        var outcome = await bench.RunAsync(server, bench.Request(plan), stop.Token);

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Single(bench.Entries().OfType<JournalEntry.Request>());
        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(await bench.ResumeAsync()).End);
        Assert.Equal(3, bench.Entries().OfType<JournalEntry.Request>().Count());
    }

    [Fact]
    public async Task A_run_whose_last_answer_had_come_when_the_user_stopped_the_session_keeps_its_memory_and_energy()
    {
        await using var bench = await SessionBench.StartAsync();
        using var stop = new CancellationTokenSource();
        var stopping = new Reaction<SessionEvent.Requested>(_ => stop.Cancel());

        await bench.RunAsync(bench.Server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), stop.Token, stopping);

        Assert.Empty(await bench.LoadedAsync());
        var end = Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>());
        Assert.Equal((null, true, true), (end.Failure, end.Memory is not null, end.Conditions?.ServerAfter is not null));
        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(await bench.ResumeAsync()).End);
        Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>());
    }

    [Fact]
    public async Task A_request_that_was_cut_off_by_the_user_is_measured_again()
    {
        await using var bench = await SessionBench.StartAsync();
        using var stop = new CancellationTokenSource();
        var stopping = new Reaction<SessionEvent.Requesting>(_ => stop.Cancel());

        await bench.RunAsync(bench.Server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), stop.Token, stopping);

        Assert.Empty(bench.Entries().OfType<JournalEntry.Request>());
    }
}
