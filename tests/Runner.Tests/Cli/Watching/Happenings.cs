using LlmObs.Hardware;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Cli.Watching;

/// <summary>A session of two blocks with one variant and two requests each, event by event.</summary>
internal static class Happenings
{
    public static Plan Plan { get; } = new()
    {
        SchemaVersion = 1,
        Name = "tiny",
        Models = [new PlannedModel { Id = "m", Name = "M" }],
        Variants = [new Variant { Id = "v [q4]", Model = "m", Quantization = "Q4", Format = ModelFormat.Gguf }],
        Cases = [new Case { Id = "hello", Category = "x", Prompt = "Hello", MaxTokens = 40 }],
        Settings = new Settings { Blocks = 2, Iterations = 2, Seed = 1 },
    };

    public static IReadOnlyList<Block> Blocks { get; } = RunMatrix.Expand(Plan, new MatrixOptions { Seed = 1 });

    public static Run FirstRun => Blocks[0].Runs[0];

    public static SessionEvent.Started Started(params JournalEntry[] before) => Started(Blocks, before);

    public static SessionEvent.Started Started(IReadOnlyList<Block> blocks, params JournalEntry[] before) =>
        new(Header(), "results/tiny", Plan, blocks, new OpenWork(before).Measured(blocks)) { Before = before };

    /// <summary>Three seconds, of which one is the load's own.</summary>
    public static JournalEntry.Load Load(Run run) => new() { At = DateTimeOffset.UnixEpoch, Run = run.Id, Variant = run.Variant.Id, LoadId = run.Id, LoadTime = TimeSpan.FromSeconds(3) };

    public static SessionEvent.Loading Loading(Run run) => new(run, new LocalModel { Key = "key" });

    public static SessionEvent.Requested Requested(Run run, PlannedRequest request, RequestOutcome? outcome = null)
    {
        var timeline = new RequestTimeline { SentAt = DateTimeOffset.UnixEpoch, SentTimestamp = 0, EndAt = TimeSpan.FromSeconds(2), End = StreamEnd.Done };
        var entry = new JournalEntry.Request
        {
            At = DateTimeOffset.UnixEpoch,
            Run = run.Id,
            Variant = run.Variant.Id,
            Id = request.Id,
            Case = request.Case,
            Pass = request.Pass,
            IsWarmup = request.IsWarmup,
            Concurrency = request.Concurrency,
            Iteration = request.Iteration,
            MaxTokens = request.MaxTokens,
            Sampling = request.Sampling,
            PromptHash = "0",
            Timeline = timeline,
            Outcome = outcome ?? new RequestOutcome.Completed(),
        };
        var measurement = new RequestMeasurement { Duration = TimeSpan.FromSeconds(2), TimeToFirstToken = TimeSpan.FromMilliseconds(150), DecodeTokensPerSecond = 47.04, OutputTokens = 40 };
        return new SessionEvent.Requested(run, request, entry, measurement);
    }

    private static SessionHeader Header() => new()
    {
        SchemaVersion = SessionHeader.CurrentSchemaVersion,
        Session = "tiny",
        StartedAt = DateTimeOffset.UnixEpoch,
        Seed = 1,
        PlanHash = "0",
        Server = new ServerIdentity { Kind = "lm_studio", Name = "LM Studio", Address = new Uri("http://127.0.0.1:1234/") },
        Machine = new Machine { OperatingSystem = "x", Architecture = "y", LogicalProcessors = 1, ClockResolutionSeconds = 1e-9 },
        ClientVersion = "0.1.0",
    };
}
