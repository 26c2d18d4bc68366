using LlmObs.Plans;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>Small plans over the Simulator's demo models.</summary>
internal static class SessionPlans
{
    public const string Key = "demo-coder@q8_0";

    public static Variant Q8 { get; } = Variant("q8", "Q8_0", Key);

    public static Variant Q6 { get; } = Variant("q6", "Q6_K", "demo-coder@q6_k");

    /// <summary>On no server.</summary>
    public static Variant Missing { get; } = Variant("q2", "Q2_K", "demo-coder@q2_k") with { Source = new VariantSource { Repository = "demo/coder", File = "Q2_K" } };

    public static Plan Of(params Variant[] variants) => new()
    {
        SchemaVersion = Plan.CurrentSchemaVersion,
        Name = "small",
        Models = [new PlannedModel { Id = "demo", Name = "Demo" }],
        Variants = variants,
        Cases = [new Case { Id = "hello", Category = "x", Prompt = "Hello", MaxTokens = 12 }],
        Settings = new Settings { Blocks = 1, Warmups = 0, Seed = 1 },
    };

    public static Plan With(this Plan plan, Func<Settings, Settings> change) => plan with { Settings = change(plan.Settings) };

    private static Variant Variant(string id, string quantization, string key) => new()
    {
        Id = id,
        Model = "demo",
        Quantization = quantization,
        Format = ModelFormat.Gguf,
        Match = new MatchRule { Names = [key] },
    };
}
