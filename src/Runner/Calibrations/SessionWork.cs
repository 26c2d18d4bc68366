using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Telemetry;

namespace LlmObs.Runner.Calibrations;

/// <summary>What a session does after each request, done after those of a calibration: its journal with its flush to the disk, its spans and metrics.</summary>
internal sealed class SessionWork : IDisposable
{
    public const string Alone = "nothing";
    private const string Model = "yardstick";
    private readonly Journal _journal;
    private readonly SessionTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly Run _run;

    /// <param name="folder">Exists; the journal is written into it.</param>
    /// <param name="server">Where the requests go.</param>
    /// <param name="clock">The session's.</param>
    public SessionWork(string folder, Uri server, TimeProvider clock)
    {
        _clock = clock;
        _journal = new Journal(Path.Combine(folder, SessionContent.JournalFile));
        _telemetry = new SessionTelemetry(clock, new ServerSight(), capturesContent: false);
        _run = new Run
        {
            Id = "calibration",
            Variant = new Variant { Id = Model, Model = Model, Quantization = "none", Format = ModelFormat.Gguf },
            Warmups = [],
            Requests = [],
        };
        _telemetry.On(new SessionEvent.Started(Header(server), folder, new Plan { SchemaVersion = Plan.CurrentSchemaVersion, Name = _run.Id, Cases = [] }, [], 0));
    }

    public IReadOnlyList<Observer> Observers =>
    [
        new(Alone, _ => { }),
        new("journal", timeline => Keep(Entry(timeline))),
        new("telemetry", timeline => Tell(Entry(timeline))),
        new("journal and telemetry", timeline => KeepAndTell(Entry(timeline))),
    ];

    public void Dispose()
    {
        _telemetry.Dispose();
        _journal.Dispose();
    }

    private void Keep(JournalEntry.Request entry) => _journal.Append(entry);

    private void Tell(JournalEntry.Request entry)
    {
        var planned = new PlannedRequest
        {
            Id = entry.Id,
            Case = entry.Case,
            Pass = entry.Pass,
            Concurrency = entry.Concurrency,
            Iteration = entry.Iteration,
            Text = "",
            MaxTokens = entry.MaxTokens,
            Sampling = entry.Sampling,
        };
        _telemetry.On(new SessionEvent.Requested(_run, planned, entry, RequestMeasurement.Of(entry.Timeline)));
    }

    private void KeepAndTell(JournalEntry.Request entry)
    {
        Keep(entry);
        Tell(entry);
    }

    private JournalEntry.Request Entry(RequestTimeline timeline) => new()
    {
        At = _clock.GetUtcNow(),
        Run = _run.Id,
        Variant = Model,
        Id = timeline.ResponseId ?? "none",
        Case = Model,
        Pass = Pass.Speed,
        Concurrency = CalibrationLoads.Observed.Streams,
        Iteration = 0,
        MaxTokens = CalibrationLoads.Observed.Tokens,
        Sampling = Sampling.Greedy,
        PromptHash = "",
        Timeline = timeline,
        Outcome = RequestOutcome.Of(timeline),
    };

    private SessionHeader Header(Uri server) => new()
    {
        SchemaVersion = SessionHeader.CurrentSchemaVersion,
        Session = _run.Id,
        StartedAt = _clock.GetUtcNow(),
        Seed = 0,
        PlanHash = "",
        Server = new ServerIdentity { Kind = LmStudioServer.Dialect.Kind, Name = "Simulator", Address = server, IsSimulated = true },
        Machine = ThisMachine.Read(_clock),
        ClientVersion = SessionPreparation.ClientVersion,
    };
}
