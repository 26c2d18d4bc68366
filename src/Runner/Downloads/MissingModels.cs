using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Downloads;

/// <summary>What of a plan's selection is not on the server.</summary>
public sealed record MissingModels
{
    /// <summary>The most urgent first, as the plan has its priorities.</summary>
    public required IReadOnlyList<Resolution> ToFetch { get; init; }

    /// <summary>Missing, and the plan does not say from where it can be had.</summary>
    public required IReadOnlyList<Variant> WithoutSource { get; init; }

    /// <summary>Variants that several local models match.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    public long Bytes => ToFetch.Sum(one => one.Variant.FileSize?.Bytes ?? 0);

    /// <summary>Whose size the plan does not say.</summary>
    public int UnknownSizes => ToFetch.Count(one => one.Variant.FileSize is null);

    public static MissingModels Of(Plan plan, Selection selection, IReadOnlyList<LocalModel> models)
    {
        var options = selection.Options(seed: 1);
        var wanted = VariantResolver.Resolve(plan, models).Where(one => RunMatrix.WhyLeftOut(plan, one.Variant, options) is null).ToList();
        var missing = wanted.Where(one => one is { Model: null, Problem: null }).ToList();
        return new MissingModels
        {
            ToFetch = [.. missing.Where(one => one.Variant.Source is not null).OrderBy(one => one.Variant.Priority ?? int.MaxValue)],
            WithoutSource = [.. missing.Where(one => one.Variant.Source is null).Select(one => one.Variant)],
            Problems = [.. wanted.Select(one => one.Problem).OfType<string>()],
        };
    }
}
