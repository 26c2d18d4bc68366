namespace LlmObs.Plans;

/// <summary>The plan behind <c>llmobs run --model M</c>: one model, one prompt, no nonce, one warm-up request.</summary>
public static class AdHocPlan
{
    public static Plan Create(LocalModel model, AdHocOptions options)
    {
        var discovered = new Plan { SchemaVersion = Plan.CurrentSchemaVersion, Name = "ad-hoc", Cases = [CaseOf(options)], Discover = Discovery.Available };
        return VariantResolver.FillDiscovered(discovered, [model with { Instances = [new LoadedInstance { Id = model.Key }] }], isSimulated: false) with
        {
            Title = $"Ad hoc: {model.Key}",
            Settings = new Settings
            {
                Blocks = 1,
                Iterations = options.Requests,
                Warmups = options.Warmups,
                Concurrency = [options.Concurrency],
                Nonce = false,
                Seed = options.Seed,
            },
        };
    }

    private static Case CaseOf(AdHocOptions options)
    {
        var standard = options.Prompt is null ? StandardCases.All.First(known => known.Id == (options.CaseName ?? AdHocOptions.DefaultCase)) : null;
        return standard is not null
            ? standard with { MaxTokens = options.MaxTokens ?? standard.MaxTokens }
            : new Case { Id = "prompt", Category = "ad hoc", Prompt = options.Prompt!, MaxTokens = options.MaxTokens ?? AdHocOptions.DefaultMaxTokens };
    }
}

/// <summary>What the command line asks for without a plan.</summary>
public sealed record AdHocOptions
{
    public const int DefaultMaxTokens = 256;

    /// <summary>Long enough for a decode speed, which a one-sentence answer is not.</summary>
    public const string DefaultCase = "medium";

    /// <summary>Null takes <see cref="CaseName"/>.</summary>
    public string? Prompt { get; init; }

    /// <summary>One of the <see cref="StandardCases"/> by its id; null with no prompt takes <see cref="DefaultCase"/>.</summary>
    public string? CaseName { get; init; }

    /// <summary>Null takes the case's own budget.</summary>
    public int? MaxTokens { get; init; }

    public int Requests { get; init; } = 10;

    public int Concurrency { get; init; } = 1;

    public int Warmups { get; init; } = 1;

    public int? Seed { get; init; }
}
