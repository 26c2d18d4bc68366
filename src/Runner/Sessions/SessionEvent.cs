using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Sessions;

/// <summary>What a session tells whoever watches: the progress line, the JSON lines, the service's state.</summary>
public abstract record SessionEvent
{
    private SessionEvent()
    {
    }

    /// <summary>The folder is open and the matrix known.</summary>
    public sealed record Started(SessionHeader Header, string Folder, Plan Plan, IReadOnlyList<Block> Blocks, int AlreadyMeasured) : SessionEvent
    {
        /// <summary>What the journal had by then.</summary>
        public IReadOnlyList<JournalEntry> Before { get; init; } = [];
    }

    public sealed record BlockStarted(Block Block) : SessionEvent;

    /// <summary>The block waits until the machine is near its idle self: told again and again.</summary>
    public sealed record CoolingDown(Block Block, string WaitsFor, TimeSpan Left) : SessionEvent;

    /// <summary>That wait is over, or its limit was reached.</summary>
    public sealed record CooledDown(Block Block, GateWait Wait) : SessionEvent;

    public sealed record Loading(Run Run, LocalModel Model) : SessionEvent;

    /// <summary>How far a load is, 0 to 1, as its server says. Most say nothing until it is done.</summary>
    public sealed record LoadProgressed(Run Run, double Share) : SessionEvent;

    /// <summary>Loaded, found loaded, or failed to load.</summary>
    public sealed record Loaded(Run Run, JournalEntry.Load Entry) : SessionEvent;

    /// <summary>A request is about to be sent.</summary>
    public sealed record Requesting(Run Run, PlannedRequest Request) : SessionEvent;

    /// <summary>A request ended and is safely in the journal.</summary>
    public sealed record Requested(Run Run, PlannedRequest Request, JournalEntry.Request Entry, RequestMeasurement Measurement) : SessionEvent;

    /// <summary>A part of a run begins; it is over with the <see cref="StepEnded"/> of the same step.</summary>
    public sealed record StepBegan(Run Run, RunStep Step) : SessionEvent;

    public sealed record StepEnded(Run Run, RunStep Step) : SessionEvent;

    /// <summary>Something besides the model may have made the run slower; its figures stay in.</summary>
    public sealed record Flagged(Run Run, IReadOnlyList<RunFlag> Flags) : SessionEvent;

    /// <param name="Run">Its own sweeps follow.</param>
    /// <param name="Failure">Why it ended early; null when all was measured.</param>
    /// <param name="Entry">As the journal has it.</param>
    public sealed record RunEnded(Run Run, string? Failure, JournalEntry.RunEnd? Entry = null) : SessionEvent;

    /// <summary>A sweep after a run came a step further, in words.</summary>
    public sealed record Swept(Run Run, string Text) : SessionEvent;

    /// <summary>It has found what it can.</summary>
    public sealed record SweepEnded(Run Run, SweepKind Sweep) : SessionEvent;

    /// <summary>The results so far are in the session's folder.</summary>
    public sealed record Summarized(IReadOnlyList<VariantResult> Results) : SessionEvent;

    /// <summary>The server could not be reached any more; the session ends, resumable.</summary>
    public sealed record ServerLost(string Reason) : SessionEvent;

    /// <summary>Something the user should know, in one sentence.</summary>
    public sealed record Noticed(string Text) : SessionEvent;

    public sealed record Ended(SessionEnd End, IReadOnlyList<VariantResult> Results) : SessionEvent;
}

/// <summary>What a run consists of.</summary>
public enum RunStep
{
    Load,
    Verify,
    WarmUp,
    Measure,
    Unload,
}

/// <summary>How a session came to its end.</summary>
public enum SessionEnd
{
    /// <summary>All was measured.</summary>
    Completed,

    /// <summary>It went through, but a request or a variant failed.</summary>
    CompletedWithFailures,

    /// <summary>Stopped by the user, by <c>--until</c>, by a server that is gone or by a full disk; goes on with <c>--resume</c>.</summary>
    Interrupted,
}

/// <summary>Someone who watches a session. Must return at once and never throw: measurement does not wait.</summary>
public interface ISessionWatcher
{
    void On(SessionEvent happened);
}
