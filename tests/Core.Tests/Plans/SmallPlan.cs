using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

/// <summary>A sound plan to spoil: two phases, three variants, two cases with every pass.</summary>
internal static class SmallPlan
{
    public static Plan Create() => new()
    {
        SchemaVersion = 1,
        Name = "small",
        Models = [new PlannedModel { Id = "alpha", Name = "Alpha", MaximumContextTokens = 65_536, Sampling = new Sampling { Temperature = 0.7, TopP = 0.9, TopK = 20 } }],
        Phases = [new Phase { Id = "first", Name = "First" }, new Phase { Id = "second", Name = "Second" }],
        Variants = [Variant("alpha-q4", "Q4_K_M", "first"), Variant("alpha-q6", "Q6_K", "first"), Variant("alpha-q8", "Q8_0", "second")],
        Schedule = [new ScheduledDay { Week = 1, Day = 1, Phase = "first", Variants = ["alpha-q4"], Goal = "begin" }],
        Cases =
        [
            new Case { Id = "short", Category = "answer", Prompt = "Say hello.", MaxTokens = 64, Passes = [Pass.Speed, Pass.Quality, Pass.Similarity] },
            new Case { Id = "review", Category = "code", Prompt = "Review [code] well.", MaxTokens = 128, Attachments = [new Attachment { File = "sample.py", Placeholder = "[code]" }] },
        ],
        Settings = new Settings { Blocks = 2, Iterations = 2, Concurrency = [1, 4], QualitySeeds = [1, 2], ContextTokens = 32_768, AnchorVariant = "alpha-q4", Seed = 7 },
        References = [new Reference { Title = "Alpha", Url = "https://example.org/alpha", Model = "alpha" }],
    };

    public static Variant Variant(string id, string quantization, string? phase) => new()
    {
        Id = id,
        Model = "alpha",
        Quantization = quantization,
        Format = ModelFormat.Gguf,
        Phase = phase,
        FileSize = new DataSize(4_000_000_000),
    };

    public static PlanReading Read(Action<JsonObject> spoil)
    {
        var json = (JsonObject)JsonSerializer.SerializeToNode(Create(), PlanJson.Options)!;
        spoil(json);
        return Read(json.ToJsonString());
    }

    public static PlanReading Read(string json) => PlanReader.Read(json, name => name == "sample.py");

    public static MatrixOptions Options(int seed = 7) => new() { Seed = seed, Attachments = new Dictionary<string, string>(StringComparer.Ordinal) { ["sample.py"] = "print(1)" } };
}
