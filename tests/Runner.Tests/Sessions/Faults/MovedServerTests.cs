using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions.Faults;

public sealed class MovedServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_came_back_on_another_port_goes_on_and_that_is_kept()
    {
        await using var bench = await FaultBench.StartAsync();
        bench.Limits = bench.Limits with { ServerReturn = TimeSpan.FromMilliseconds(100) };
        bench.Die(passing => passing.IsChat && passing.IsInDecode, backAfter: null);
        var interrupted = await bench.RunAsync(Real(bench.Server));
        var fresh = await bench.FreshServerAsync();
        await using var elsewhere = await new ServerConnector(TimeProvider.System).ConnectAsync(fresh.Address, null, Cancel);

        var resumed = await bench.ResumeAsync(Real(elsewhere));

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(interrupted).End);
        Assert.Equal(SessionEnd.CompletedWithFailures, Assert.IsType<SessionOutcome.Ended>(resumed).End);
        var kept = Assert.Single(SessionContent.Read(bench.Session).Header.Checks, check => check.Subject == "server");
        Assert.Contains(FormattableString.Invariant($"goes on at http://127.0.0.1:{fresh.Address.Port}"), kept.Text, StringComparison.Ordinal);
        Assert.Contains(kept.Text, bench.Seen.Notices, StringComparer.Ordinal);
        Assert.Equal(6, bench.Entries.OfType<JournalEntry.Request>().Select(request => request.Id).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>One Simulator is as good as another; two real servers are not.</summary>
    private static DisturbedServer Real(ILlmServer server) => new(server) { Identity = server.Identity with { IsSimulated = false } };
}
