using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>The answer of LM Studio's <c>GET /api/v0/models</c>: an entry a model, and for a second instance of it one more.</summary>
internal sealed record LmStudioOldModels
{
    public required IReadOnlyList<LmStudioOldModel> Data { get; init; }

    /// <summary>Every language model with its instances. A second instance is called as its model with a number behind: <c>key:2</c>.</summary>
    public static IReadOnlyList<LocalModel> ToLocal(LmStudioOldModels list)
    {
        var models = list.Data.Where(one => one.Type is null or "llm" or "vlm").ToList();
        var keys = models.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        return [.. models.GroupBy(one => Key(one.Id, keys), StringComparer.Ordinal).Select(same => Describe(same.Key, [.. same]))];
    }

    private static string Key(string id, HashSet<string> keys) =>
        id.LastIndexOf(':') is var colon and > 0 && int.TryParse(id.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) && keys.Contains(id[..colon]) ? id[..colon] : id;

    private static LocalModel Describe(string key, IReadOnlyList<LmStudioOldModel> same)
    {
        var model = same.FirstOrDefault(one => one.Id == key) ?? same[0];
        return new LocalModel
        {
            Key = key,
            Publisher = model.Publisher,
            Architecture = model.Arch,
            Quantization = model.Quantization,
            Format = model.CompatibilityType switch { "gguf" => ModelFormat.Gguf, "mlx" => ModelFormat.Mlx, _ => ModelFormat.Other },
            MaximumContextTokens = model.MaxContextLength,
            Instances = [.. same.Where(one => one.State == "loaded").Select(one => new LoadedInstance { Id = one.Id, ContextTokens = one.LoadedContextLength })],
        };
    }
}

/// <summary>One entry. Neither size nor path is told.</summary>
internal sealed record LmStudioOldModel
{
    public required string Id { get; init; }

    public string? Type { get; init; }

    public string? Publisher { get; init; }

    public string? Arch { get; init; }

    public string? CompatibilityType { get; init; }

    public string? Quantization { get; init; }

    public string? State { get; init; }

    public int? MaxContextLength { get; init; }

    public int? LoadedContextLength { get; init; }
}
