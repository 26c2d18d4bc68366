using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>Makes one <see cref="LocalModel"/> of each quantization: LM Studio lists a model with several of them once.</summary>
internal static class LmStudioVariants
{
    /// <param name="heldQuantization">The quantization in an instance, where the server can say.</param>
    public static IEnumerable<LocalModel> Flatten(LmStudioModel model, Func<string, string?> heldQuantization)
    {
        var keys = model.VariantKeys.ToList();
        if (keys.Count == 0)
            return [Describe(model) with { Key = model.Key, Instances = [.. model.LoadedInstances.Select(one => one.ToInstance())] }];
        return keys.Select(key => Variant(model, key, Held(model, keys, key, heldQuantization)));
    }

    /// <summary>Size and quantization in the list are those of the selected variant; of the others only the key is known.</summary>
    private static LocalModel Variant(LmStudioModel model, string key, IEnumerable<LmStudioInstance> held)
    {
        var isSelected = key == model.SelectedVariant;
        var suffix = Suffix(key);
        return Describe(model) with
        {
            Key = key,
            Quantization = isSelected ? model.Quantization?.Name ?? suffix : suffix,
            Format = isSelected ? model.ModelFormat : FormatOf(suffix) ?? model.ModelFormat,
            FileSize = isSelected && model.SizeBytes is { } bytes ? new DataSize(bytes) : null,
            Instances = [.. held.Select(one => one.ToInstance())],
        };
    }

    /// <summary>An instance belongs to the variant it is named after, else to the one whose quantization it holds, else to the selected one.</summary>
    private static IEnumerable<LmStudioInstance> Held(LmStudioModel model, List<string> keys, string key, Func<string, string?> heldQuantization) =>
        model.LoadedInstances.Where(instance => key == (
            keys.Find(one => instance.Id == one || instance.Id.StartsWith($"{one}:", StringComparison.Ordinal))
            ?? (heldQuantization(instance.Id) is { } held ? keys.Find(one => Suffix(one) is { } suffix && QuantizationName.AreEqual(suffix, held)) : null)
            ?? model.SelectedVariant));

    private static LocalModel Describe(LmStudioModel model) => new()
    {
        Key = model.Key,
        DisplayName = model.DisplayName,
        Publisher = model.Publisher,
        Architecture = model.Architecture,
        Quantization = model.Quantization?.Name,
        Format = model.ModelFormat,
        FileSize = model.SizeBytes is { } bytes ? new DataSize(bytes) : null,
        MaximumContextTokens = model.MaxContextLength,
    };

    private static string? Suffix(string key) =>
        key.LastIndexOf('@') is var at and >= 0 ? QuantizationName.FromName(key[(at + 1)..]) ?? key[(at + 1)..].ToUpperInvariant() : null;

    /// <summary>One model may have variants of both formats. MLX counts bits, GGUF names its scheme; BF16 may be either.</summary>
    private static ModelFormat? FormatOf(string? quantization) => quantization switch
    {
        null => null,
        _ when quantization.EndsWith("bit", StringComparison.Ordinal) => ModelFormat.Mlx,
        _ when quantization.Contains('_', StringComparison.Ordinal) => ModelFormat.Gguf,
        _ => null,
    };
}
