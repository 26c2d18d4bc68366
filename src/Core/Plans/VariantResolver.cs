using System.IO.Enumeration;

namespace LlmObs.Plans;

/// <summary>Finds the local model that each variant of a plan is.</summary>
public static class VariantResolver
{
    private const string DemoPublisher = "demo";

    public static IReadOnlyList<Resolution> Resolve(Plan plan, IReadOnlyList<LocalModel> models) =>
        [.. plan.Variants.Select(variant => Resolve(variant, [.. models.Where(model => Matches(variant, model))]))];

    /// <summary>A plan with <see cref="Plan.Discover"/> becomes one with variants: one for each model that may be used without asking.</summary>
    public static Plan FillDiscovered(Plan plan, IReadOnlyList<LocalModel> models, bool isSimulated)
    {
        if (plan.Discover is null)
            return plan;
        var available = models.Where(model => isSimulated ? model.Publisher == DemoPublisher : model.IsLoaded).ToList();
        return plan with
        {
            Discover = null,
            Models = [.. available.Select(DiscoveredVariant.ModelName).Distinct(StringComparer.Ordinal).Select(name => new PlannedModel { Id = name, Name = name })],
            Variants = [.. available.Select(DiscoveredVariant.Of)],
        };
    }

    private static Resolution Resolve(Variant variant, List<LocalModel> matches) => matches switch
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

    private static bool Matches(Variant variant, LocalModel model) =>
        (model.Format == variant.Format || model.Format == ModelFormat.Other)
        && (variant.Match?.Publisher is not { } publisher || string.Equals(publisher, model.Publisher, StringComparison.OrdinalIgnoreCase))
        && HasQuantization(variant.Quantization, model)
        && (variant.Match?.Names ?? [$"*{variant.Model}*"]).Any(pattern => Names(model).Any(name => FileSystemName.MatchesSimpleExpression(pattern, name)));

    /// <summary>By the server's word; where it gives none, by a key or file name that ends in it.</summary>
    private static bool HasQuantization(string quantization, LocalModel model)
    {
        var wanted = Plain(quantization);
        if (model.Quantization is { } said)
            return Plain(said) == wanted;
        return Names(model).Any(name => Plain(name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? name[..^5] : name).EndsWith(wanted, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(LocalModel model) => new[] { model.Key, model.DisplayName, model.Path }.OfType<string>();

    /// <summary>Q4_K_M, q4-k-m and "Q4 K M" are one; so are 4bit and 4-bit.</summary>
    private static string Plain(string quantization) =>
        string.Concat(quantization.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static string? FetchLine(Variant variant)
    {
        if (variant.Source is not { } source)
            return null;
        var file = source.File is null ? "" : $"@{source.File}";
        return variant.Format == ModelFormat.Mlx ? $"lms get {source.Repository}{file} --mlx -y" : $"lms get {source.Repository}{file} --gguf -y";
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
