using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Cli;

/// <summary>A plan laid out as it would run: the order, what each variant is on the server, what it would take.</summary>
internal sealed record PlanLayout
{
    private const int SeedToShow = 1;

    public required Plan Plan { get; init; }

    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>Null where no server was asked.</summary>
    public required IReadOnlyList<Resolution>? Resolutions { get; init; }

    public required MatrixOptions Options { get; init; }

    /// <summary>A part of the plan was named: the rest is only counted.</summary>
    public required bool IsSelected { get; init; }

    public required PlanEstimate Estimate { get; init; }

    /// <summary>Whether the order shown is the one of every run, or each run draws its own.</summary>
    public bool HasSeed => Plan.Settings.Seed is not null;

    public static PlanLayout Of(Plan asWritten, string folder, Selection selection, IReadOnlyList<LocalModel>? models)
    {
        var resolutions = models is null ? null : VariantResolver.Resolve(asWritten, models);
        var plan = WithRealSizes(asWritten, resolutions ?? []);
        var options = selection.Options(plan.Settings.Seed ?? SeedToShow) with
        {
            VariantsOnDisk = resolutions?.Where(resolution => resolution.Model is not null).Select(resolution => resolution.Variant.Id).ToHashSet(StringComparer.Ordinal),
            Attachments = Attachments(plan, folder),
        };
        var blocks = RunMatrix.Expand(plan, options);
        return new PlanLayout { Plan = plan, Blocks = blocks, Resolutions = resolutions, Options = options, IsSelected = !selection.IsAll, Estimate = PlanEstimate.Of(blocks) };
    }

    /// <summary>Variants that would run, were they not matched by several local models.</summary>
    public IEnumerable<string> Problems => (Resolutions ?? [])
        .Where(resolution => RunMatrix.WhyLeftOut(Plan, resolution.Variant, Options) is null)
        .Select(resolution => resolution.Problem).OfType<string>();

    /// <summary>What the plan would run, had the server all of it.</summary>
    public IEnumerable<Variant> Wanted => Plan.Variants.Where(variant => RunMatrix.WhyLeftOut(Plan, variant, Options) is null);

    /// <summary>Those to be told of: all, unless some were named.</summary>
    public IReadOnlyList<Variant> Shown => IsSelected ? [.. Wanted] : Plan.Variants;

    public bool IsOnDisk(Variant variant) => Options.VariantsOnDisk?.Contains(variant.Id) ?? false;

    /// <summary>The size of the file that is there counts more than the plan's word for it.</summary>
    private static Plan WithRealSizes(Plan plan, IReadOnlyList<Resolution> resolutions)
    {
        var sizes = resolutions.Where(resolution => resolution.Model?.FileSize is not null).ToDictionary(resolution => resolution.Variant.Id, resolution => resolution.Model!.FileSize, StringComparer.Ordinal);
        return plan with { Variants = [.. plan.Variants.Select(variant => variant with { FileSize = sizes.GetValueOrDefault(variant.Id) ?? variant.FileSize })] };
    }

    private static Dictionary<string, string> Attachments(Plan plan, string folder) => plan.Cases
        .SelectMany(planCase => planCase.Attachments).Select(attachment => attachment.File).Distinct(StringComparer.Ordinal)
        .ToDictionary(file => file, file => File.ReadAllText(Path.Combine(folder, file)), StringComparer.Ordinal);
}
