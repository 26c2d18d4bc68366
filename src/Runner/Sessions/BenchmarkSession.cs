using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>One execution of a plan: load, verify, warm up, measure, unload, block after block, every request journaled.</summary>
public sealed class BenchmarkSession(ILlmServer server, TimeProvider clock, IReadOnlyList<ISessionWatcher> watchers)
{
    public ILlmServer Server => server;

    public TimeProvider Clock => clock;

    public IReadOnlyList<ISessionWatcher> Watchers => watchers;

    /// <summary>Cancellation ends it cleanly and resumable.</summary>
    public Task<SessionOutcome> RunAsync(SessionRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Being built.");
}

/// <summary>What became of a session.</summary>
public abstract record SessionOutcome
{
    private SessionOutcome()
    {
    }

    public sealed record Ended(SessionEnd End, string Folder, IReadOnlyList<VariantResult> Results) : SessionOutcome;

    /// <summary>It never began: the user's mistakes, all at once, each with what to do.</summary>
    public sealed record Refused(IReadOnlyList<string> Problems) : SessionOutcome;
}
