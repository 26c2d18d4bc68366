using LlmObs.Plans;

namespace LlmObs.Runner.Checks;

/// <summary>The memory that a variant will take when it is loaded.</summary>
/// <param name="Variant">Which one.</param>
/// <param name="Bytes">The plan's word for it, but at least its file and what surrounds it.</param>
internal sealed record ModelNeed(Variant Variant, long Bytes)
{
    /// <summary>Context, buffers and the server itself, where the plan gives no figure of its own. No formula of the model: a guess, and called one.</summary>
    private const long BesideTheFile = 2L << 30;

    public string Words => $"{Variant.Id}, the largest, needs about {new DataSize(Bytes).ToBinaryString()}";

    /// <summary>Of each variant that is still to be loaded and whose size is known.</summary>
    public static IReadOnlyList<ModelNeed> All(Circumstances circumstances) => circumstances.Server is { CanLoad: false }
        ? []
        : [.. circumstances.Variants.Where(variant => circumstances.Models.GetValueOrDefault(variant.Id) is not { IsLoaded: true })
            .Select(variant => Of(variant, circumstances.Models.GetValueOrDefault(variant.Id))).OfType<ModelNeed>()];

    /// <summary>The largest that is still to be loaded: one is in memory at a time. Null when none is, or no size is known.</summary>
    public static ModelNeed? Largest(Circumstances circumstances) => All(circumstances).MaxBy(need => need.Bytes);

    private static ModelNeed? Of(Variant variant, LocalModel? model)
    {
        var file = model?.FileSize ?? variant.FileSize;
        return (variant.ExpectedMemory, file) switch
        {
            ({ } expected, _) => new ModelNeed(variant, Math.Max(expected.Bytes, file?.Bytes ?? 0)),
            (null, { } size) => new ModelNeed(variant, size.Bytes + BesideTheFile),
            _ => null,
        };
    }
}
