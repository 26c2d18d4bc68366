using LlmObs.Results;

namespace LlmObs.Runner.Pages;

/// <summary>What the service is doing now: <c>GET /api/state</c>.</summary>
public sealed record DeskState
{
    public DeskActivity Activity { get; init; } = DeskActivity.Idle;

    /// <summary>What happens or has to be done next, in one sentence.</summary>
    public string Text { get; init; } = "Looking for a server to measure.";

    /// <summary>The server that is measured; null before one was found.</summary>
    public ServerIdentity? Server { get; init; }

    public string? Plan { get; init; }

    /// <summary>The folder name of the session under way.</summary>
    public string? Session { get; init; }

    public int RequestsDone { get; init; }

    public int RequestsPlanned { get; init; }

    /// <summary>The variant that is loaded or measured.</summary>
    public string? Variant { get; init; }

    public string? Case { get; init; }

    /// <summary>Of the last request that ended; null when it had none.</summary>
    public double? LastDecodeTokensPerSecond { get; init; }

    /// <summary>Runs of the session under way, or of the last one, that something besides the model may have made slower.</summary>
    public IReadOnlyList<FlaggedRun> Flagged { get; init; } = [];

    /// <summary>How the last session ended; null while none has.</summary>
    public EndedSession? Ended { get; init; }

    /// <summary>Whether this session is the one under way.</summary>
    public bool IsMeasuring(string session) => Activity != DeskActivity.Idle && Session == session;
}

public enum DeskActivity
{
    Idle,
    Preparing,
    Running,
    Stopping,
}

/// <summary>A run whose figures stay in, and what may have made it slower.</summary>
/// <param name="Flag">throttled, swapped, slept or began warm.</param>
/// <param name="Reason">What was seen.</param>
public sealed record FlaggedRun(string Run, string Variant, string Flag, string Reason);

/// <summary>How a session ended.</summary>
/// <param name="Session">The session's folder name; for one that never began, the moment it was refused.</param>
/// <param name="ExitCode">0 good, 1 something failed, 2 it never began, 130 interrupted and resumable.</param>
/// <param name="Text">The result as a table, or the reasons, for a terminal.</param>
public sealed record EndedSession(string Session, int ExitCode, string Text);
