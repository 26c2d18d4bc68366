namespace LlmObs.Statistics;

/// <summary>Groups of variants that a chain of shared blocks ties together. Phases of other days make one group only through an anchor measured in each.</summary>
internal static class TiedVariants
{
    public static IReadOnlyList<IReadOnlySet<string>> In(IReadOnlyList<Replicate> replicates)
    {
        var groups = new List<HashSet<string>>();
        foreach (var block in replicates.GroupBy(replicate => replicate.Block, StringComparer.Ordinal))
        {
            var together = block.Select(replicate => replicate.Variant).ToHashSet(StringComparer.Ordinal);
            foreach (var known in groups.Where(group => group.Overlaps(together)).ToList())
            {
                together.UnionWith(known);
                groups.Remove(known);
            }
            groups.Add(together);
        }
        return groups;
    }
}
