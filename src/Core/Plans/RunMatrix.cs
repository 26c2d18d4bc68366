using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace LlmObs.Plans;

/// <summary>Lays a plan out in the order it runs.</summary>
public static class RunMatrix
{
    /// <summary>A pure function: equal plans and options give equal matrices.</summary>
    public static IReadOnlyList<Block> Expand(Plan plan, MatrixOptions options)
    {
        string?[] phases = plan.Phases.Count == 0 ? [null] : [.. plan.Phases.Select(phase => phase.Id)];
        return [.. phases.SelectMany(phase => PhaseBlocks(plan, phase, options))];
    }

    /// <summary>Whether the plan would run it when nothing is named, and if not, why: a sentence for people. Null means it runs.</summary>
    public static string? WhyLeftOut(Plan plan, Variant variant, MatrixOptions options)
    {
        if (options.OnlyPhases.Count > 0 && !options.OnlyPhases.Contains(variant.Phase, StringComparer.OrdinalIgnoreCase))
            return "not named by --phase";
        if (options.Priority is { } least && !(variant.Priority <= least))
            return $"not urgent enough for --priority {least}";
        if (options.OnlyVariants.Count > 0)
            return options.OnlyVariants.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, variant.Id)) ? null : "not named by --only";
        if (variant.Status.State == VariantState.Failed)
            return "said to have failed; name it with --only to try it again";
        if (options.OnlyPhases.Count > 0)
            return null;
        if (variant.Status.State == VariantState.Archived)
            return "archived; name it with --only or its phase with --phase to measure it again";
        var isSpare = variant.IsOptional || plan.Phases.Any(phase => phase.Id == variant.Phase && phase.IsOptional);
        return isSpare ? "optional; name it with --only or its phase with --phase" : null;
    }

    private static IEnumerable<Block> PhaseBlocks(Plan plan, string? phase, MatrixOptions options)
    {
        var own = plan.Variants.Where(variant => variant.Phase == phase && IsOnDisk(variant, options) && WhyLeftOut(plan, variant, options) is null).ToList();
        if (own.Count == 0)
            yield break;
        var variants = own.Concat(Anchor(plan, phase, options)).ToList();
        for (var number = 1; number <= plan.Settings.Blocks; number++)
        {
            var order = variants.OrderBy(variant => Digest($"{options.Seed}/{phase}/{number}/{variant.Id}"), StringComparer.Ordinal);
            yield return new Block { Phase = phase, Number = number, Runs = [.. order.Select(variant => RunOf(plan, variant, phase, number, options))] };
        }
    }

    /// <summary>The anchor of the plan, where this phase is not its own.</summary>
    private static IEnumerable<Variant> Anchor(Plan plan, string? phase, MatrixOptions options) => options.OnlyVariants.Count > 0
        ? []
        : plan.Variants.Where(variant => variant.Id == plan.Settings.AnchorVariant && variant.Phase != phase && IsOnDisk(variant, options));

    private static bool IsOnDisk(Variant variant, MatrixOptions options) => options.VariantsOnDisk?.Contains(variant.Id) ?? true;

    private static Run RunOf(Plan plan, Variant variant, string? phase, int block, MatrixOptions options)
    {
        var id = string.Join('/', new[] { phase, $"b{block}", variant.Id }.OfType<string>());
        var isAnchor = variant.Phase != phase;
        var requests = new RunRequests(plan, variant, options, id);
        return new Run
        {
            Id = id,
            Variant = variant,
            IsAnchor = isAnchor,
            Warmups = [.. requests.Warmups()],
            Requests = block == 1 && !isAnchor ? [.. requests.Similarity(), .. requests.Speed(), .. requests.OpenLoop(), .. requests.Quality()] : [.. requests.Speed(), .. requests.OpenLoop()],
            Sweeps = block == 1 && !isAnchor ? requests.Sweeps() : null,
        };
    }

    /// <summary>A short digest that is the same on every machine and version.</summary>
    internal static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
