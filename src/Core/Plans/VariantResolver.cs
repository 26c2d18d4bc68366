namespace LlmObs.Plans;

/// <summary>Finds the local model that each variant of a plan is.</summary>
public static class VariantResolver
{
    private const string DemoPublisher = "demo";

    public static IReadOnlyList<Resolution> Resolve(Plan plan, IReadOnlyList<LocalModel> models) =>
        [.. plan.Variants.Select(variant => Resolve(variant, VariantMatch.Of(variant, models)))];

    /// <summary>A plan with <see cref="Plan.Discover"/> becomes one with variants: one for each model that may be used without asking.</summary>
    public static Plan FillDiscovered(Plan plan, IReadOnlyList<LocalModel> models, bool isSimulated)
    {
        if (plan.Discover is null)
            return plan;
        // the Simulator may be asked to load; where it looks like a server that loads nothing it has no such models
        var demos = isSimulated ? models.Where(model => model.Publisher == DemoPublisher).ToList() : [];
        var available = demos.Count > 0 ? demos : [.. models.Where(model => model.IsLoaded)];
        return plan with
        {
            Discover = null,
            Models = [.. available.Select(DiscoveredVariant.ModelName).Distinct(StringComparer.Ordinal).Select(name => new PlannedModel { Id = name, Name = name })],
            Variants = DiscoveredVariant.All(available),
        };
    }

    private static Resolution Resolve(Variant variant, IReadOnlyList<LocalModel> matches) => matches switch
    {
        [var only] => new Resolution { Variant = variant, Model = only },
        [] => new Resolution { Variant = variant, FetchLine = FetchLine(variant) },
        _ => new Resolution
        {
            Variant = variant,
            Problem = $"{variant.Id}: {matches.Count} local models match ({string.Join(", ", matches.Select(match => match.Key))}). "
                + "Narrow its match.names or match.publisher so that one is left.",
        },
    };

    private static string? FetchLine(Variant variant)
    {
        if (variant.Source is not { } source)
            return null;
        var file = source.File is null ? "" : $"@{source.File}";
        var format = variant.Format switch { ModelFormat.Mlx => " --mlx", ModelFormat.Gguf => " --gguf", _ => "" };
        return $"lms get {source.Address}{file}{format} -y";
    }
}

/// <summary>What a variant turned out to be on this server.</summary>
public sealed record Resolution
{
    public required Variant Variant { get; init; }

    public LocalModel? Model { get; init; }

    /// <summary>Set when more than one local model matches: an error, nothing is guessed.</summary>
    public string? Problem { get; init; }

    /// <summary>The <c>lms get</c> line that would fetch it; null where nothing can.</summary>
    public string? FetchLine { get; init; }
}
