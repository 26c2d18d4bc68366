using LlmObs.Plans;

namespace LlmObs.Runner.Checks;

/// <summary>Which variants fit into some memory, where some do and some do not: a load that fails costs only its own runs.</summary>
/// <param name="TooLarge">Those that do not, the largest first.</param>
/// <param name="Fitting">The ids of those that fit into all memory there is, in the plan's order.</param>
/// <param name="All">How many there are.</param>
internal sealed record ModelFit(IReadOnlyList<ModelNeed> TooLarge, IReadOnlyList<string> Fitting, int All)
{
    public string Words => FormattableString.Invariant($"{TooLarge.Count} of {All} variants {(TooLarge.Count == 1 ? "does" : "do")} not fit: {string.Join(", ", TooLarge.Select(Size))}");

    public string Remedy => $"Measure those that do: --only {string.Join(',', Fitting)}";

    /// <summary>Null where all fit or none does.</summary>
    public static ModelFit? Within(long bytes, Circumstances circumstances)
    {
        var needs = ModelNeed.All(circumstances);
        var tooLarge = needs.Where(need => need.Bytes > bytes).OrderByDescending(need => need.Bytes).ToList();
        var least = Math.Min(circumstances.Machine.FreeBytes ?? long.MaxValue, circumstances.Machine.Report?.GpuMemoryLimitBytes ?? long.MaxValue);
        var nowhere = needs.Where(need => need.Bytes > least).Select(need => need.Variant.Id).ToHashSet(StringComparer.Ordinal);
        var variants = circumstances.Variants.ToDictionary(variant => variant.Id, StringComparer.Ordinal);
        var fitting = circumstances.Plan.Variants.Select(variant => variant.Id).Where(id => variants.ContainsKey(id) && !nowhere.Contains(id)).ToList();
        return tooLarge.Count == 0 || fitting.Count == 0 ? null : new ModelFit(tooLarge, fitting, variants.Count);
    }

    private static string Size(ModelNeed need) => $"{need.Variant.Id} (about {new DataSize(need.Bytes).ToBinaryString()})";
}
