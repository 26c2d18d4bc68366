using LlmObs.Plans;
using LlmObs.Runner.Cli.Watching;

namespace LlmObs.Runner.Cli;

/// <summary>How much disk a plan's models take: what the server has, and what is still to be fetched.</summary>
internal static class PlanSizes
{
    public static IEnumerable<string> Of(PlanLayout layout)
    {
        var wanted = layout.Wanted.ToList();
        if (wanted.Count == 0)
            return [];
        return layout.Resolutions is null
            ? [$"Disk for the files: {Sum(wanted)}."]
            : [$"On the server's disk: {Sum([.. wanted.Where(layout.IsOnDisk)])}. To fetch: {Sum([.. wanted.Where(variant => !layout.IsOnDisk(variant))])}."];
    }

    private static string Sum(IReadOnlyList<Variant> variants)
    {
        var known = variants.Where(variant => variant.FileSize is not null).ToList();
        var unknown = variants.Count - known.Count;
        var size = known.Count == 0 ? "" : $", {new DataSize(known.Sum(variant => variant.FileSize!.Value.Bytes))}";
        return variants.Count == 0 ? "nothing" : $"{Figures.Count(variants.Count, "variant", "variants")}{size}{(unknown == 0 ? "" : $", {unknown} of unknown size")}";
    }
}
