using System.Globalization;
using System.Text.Json;
using LlmObs.Hardware;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Benchmarks;

/// <summary>A session of as many requests as are wanted, in a folder of its own.</summary>
internal sealed class SampleSession : IDisposable
{
    private const int RequestsPerLoad = 100;
    private const int Events = 16;
    private static readonly DateTimeOffset Start = new(2026, 2, 4, 9, 30, 15, TimeSpan.Zero);
    private readonly string _results = Directory.CreateTempSubdirectory("llmobs-benchmark-").FullName;

    public SampleSession(int requests)
    {
        using (var folder = SessionFolder.Create(_results, Header, Plan, new Dictionary<string, string>(StringComparer.Ordinal)))
            Folder = folder.Content.Folder;
        using var journal = new StreamWriter(JournalPath);
        foreach (var entry in Entries(requests))
            journal.WriteLine(JsonSerializer.Serialize(entry, ResultJson.Journal));
    }

    public string Folder { get; }

    public string JournalPath => Path.Combine(Folder, "requests.jsonl");

    public static JournalEntry.Request Request(int number, int events = Events) => new()
    {
        At = Start.AddSeconds(number),
        Run = Run(number),
        Variant = "v",
        Id = string.Create(CultureInfo.InvariantCulture, $"{Run(number)}/speed/short/c1/{number % RequestsPerLoad}"),
        LoadId = Run(number),
        Case = "short",
        Pass = Pass.Speed,
        Concurrency = 1,
        Iteration = number % RequestsPerLoad,
        MaxTokens = 64,
        Sampling = Sampling.Greedy,
        Nonce = "5eed",
        PromptHash = "0123456789abcdef",
        Timeline = Timeline(number, events),
        Outcome = new RequestOutcome.Completed(),
    };

    public void Dispose() => Directory.Delete(_results, recursive: true);

    private static IEnumerable<JournalEntry> Entries(int requests)
    {
        for (var number = 0; number < requests; number++)
        {
            if (number % RequestsPerLoad == 0)
                yield return new JournalEntry.Load { At = Start.AddSeconds(number), Run = Run(number), Variant = "v", LoadId = Run(number), InstanceId = "v", LoadTime = TimeSpan.FromSeconds(3) };
            yield return Request(number);
            if (number % RequestsPerLoad == RequestsPerLoad - 1)
                yield return new JournalEntry.RunEnd { At = Start.AddSeconds(number), Run = Run(number), Variant = "v" };
        }
    }

    private static string Run(int number) => string.Create(CultureInfo.InvariantCulture, $"b{number / RequestsPerLoad + 1}/v");

    private static RequestTimeline Timeline(int number, int events) => new()
    {
        SentAt = Start.AddSeconds(number),
        SentTimestamp = number * 1_000_000_000L,
        StatusCode = 200,
        Events = [.. Enumerable.Range(0, events).Select(index => new TimelineEvent(TimeSpan.FromMilliseconds(100 + 20 * index + number % 7), index, EventKinds.Answer, 180, 0, 5))],
        EndAt = TimeSpan.FromMilliseconds(110 + 20 * events),
        End = StreamEnd.Done,
        FinishReason = "stop",
        Answer = string.Concat(Enumerable.Repeat(" word", events)),
        Usage = new TokenUsage { PromptTokens = 20, CompletionTokens = events },
    };

    private static Plan Plan { get; } = new()
    {
        SchemaVersion = Plan.CurrentSchemaVersion,
        Name = "benchmark",
        Variants = [new Variant { Id = "v", Model = "m", Quantization = "Q4", Format = ModelFormat.Gguf }],
        Cases = [new Case { Id = "short", Category = "x", Prompt = "Hello", MaxTokens = 64 }],
    };

    private static SessionHeader Header { get; } = new()
    {
        SchemaVersion = SessionHeader.CurrentSchemaVersion,
        Session = "benchmark",
        StartedAt = Start,
        Seed = 1,
        PlanHash = "0",
        Server = new ServerIdentity { Kind = "openai", Name = "none", Address = new Uri("http://127.0.0.1:1/"), IsSimulated = true },
        Machine = new Machine { OperatingSystem = "x", Architecture = "y", LogicalProcessors = 1, ClockResolutionSeconds = 1e-9 },
        ClientVersion = "0",
    };
}
