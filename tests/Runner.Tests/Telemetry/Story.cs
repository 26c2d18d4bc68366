using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Telemetry;
using LlmObs.Runner.Tests.Cli.Watching;

namespace LlmObs.Runner.Tests.Telemetry;

/// <summary>Tells a session's events to the telemetry, one run of which a test chooses the requests.</summary>
internal sealed class Story : IDisposable
{
    public static readonly DateTimeOffset SentAt = new(2026, 2, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly Run _run;

    public Story(bool capturesContent = false)
    {
        Session = $"told-{Guid.NewGuid():N}";
        Plan = Happenings.Plan with { Variants = [Happenings.Plan.Variants[0] with { Id = Session, Quantization = "Q4_K_M" }] };
        Blocks = RunMatrix.Expand(Plan, new MatrixOptions { Seed = 1 });
        _run = Blocks[0].Runs[0];
        Telemetry = new SessionTelemetry(TimeProvider.System, new ServerSight(), capturesContent);
    }

    /// <summary>Its own, so that what other tests do at the same time can be told apart.</summary>
    public string Session { get; }

    public Plan Plan { get; }

    public IReadOnlyList<Block> Blocks { get; }

    public SessionTelemetry Telemetry { get; }

    /// <summary>Answered after 1 s, text for 2 s, closed 0.5 s later.</summary>
    public static RequestTimeline Completed { get; } = new()
    {
        SentAt = SentAt,
        SentTimestamp = 0,
        StatusCode = 200,
        Events =
        [
            new TimelineEvent(TimeSpan.FromSeconds(0.2), 0, EventKinds.Role, 20, 0, 0),
            .. Enumerable.Range(0, 41).Select(index => new TimelineEvent(TimeSpan.FromSeconds(1 + (index * 0.05)), index + 1, EventKinds.Answer, 20, 0, 4)),
        ],
        EndAt = TimeSpan.FromSeconds(3.5),
        End = StreamEnd.Done,
        FinishReason = "stop",
        Reasoning = "hm",
        Answer = "你好",
        ResponseModel = "key",
        Usage = new TokenUsage { PromptTokens = 12, CompletionTokens = 41, CachedTokens = 2 },
    };

    public static RequestTimeline Broken { get; } = Completed with { End = StreamEnd.ConnectionReset, FinishReason = null, Usage = null, Error = "reset by peer" };

    public void Begin()
    {
        Telemetry.On(Happenings.Started() with { Header = Happenings.Started().Header with { Session = Session }, Plan = Plan, Blocks = Blocks });
        Telemetry.On(Happenings.Loading(_run));
        Step(RunStep.Load, () => { });
        Step(RunStep.Verify, () => { });
        Telemetry.On(new SessionEvent.Loaded(_run, new JournalEntry.Load { At = SentAt, Run = _run.Id, Variant = Session, LoadId = "l1", LoadTime = TimeSpan.FromSeconds(4) }));
    }

    public void Step(RunStep step, Action within)
    {
        Telemetry.On(new SessionEvent.StepBegan(_run, step));
        within();
        Telemetry.On(new SessionEvent.StepEnded(_run, step));
    }

    /// <summary>Meant to be sent a second before it was, at two requests a second.</summary>
    public static Arrival Arrival { get; } = new() { RequestsPerSecond = 2, Arrivals = ArrivalProcess.Constant, After = TimeSpan.FromSeconds(9) };

    public void Request(RequestTimeline timeline, Arrival? arrival = null)
    {
        var planned = _run.Requests[0] with { Arrival = arrival };
        var entry = Happenings.Requested(_run, planned).Entry with { Arrival = arrival, Timeline = timeline, Outcome = RequestOutcome.Of(timeline) };
        Telemetry.On(new SessionEvent.Requesting(_run, planned));
        Telemetry.On(new SessionEvent.Requested(_run, planned, entry, RequestMeasurement.Of(timeline)));
    }

    public void End(string? failure = null) => Telemetry.On(new SessionEvent.RunEnded(_run, failure));

    public void Dispose() => Telemetry.Dispose();
}
