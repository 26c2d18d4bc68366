using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class FullDiskTests
{
    [Fact]
    public async Task Reports_that_cannot_be_written_leave_an_interrupted_session_with_all_that_was_measured()
    {
        await using var bench = await SessionBench.StartAsync();
        var blocking = new Reaction<SessionEvent.Started>(started => Directory.CreateDirectory(Path.Combine(started.Folder, "summary.md")));

        var outcome = await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8), blocking);

        var ended = Assert.IsType<SessionOutcome.Ended>(outcome);
        Assert.Equal(SessionEnd.Interrupted, ended.End);
        Assert.Equal(1, Assert.Single(Assert.Single(ended.Results).Cases).Requests);
        Assert.Equal(SessionEnd.Interrupted, Assert.Single(bench.Seen.Of<SessionEvent.Ended>()).End);
        Assert.Contains(bench.Seen.Notices, notice => notice.Contains("What was measured is safe", StringComparison.Ordinal));
        Directory.Delete(Path.Combine(bench.Session, "summary.md"));
        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(await bench.ResumeAsync()).End);
        Assert.Single(bench.Entries().OfType<JournalEntry.Request>());
        Assert.True(File.Exists(Path.Combine(bench.Session, "summary.md")));
    }
}
