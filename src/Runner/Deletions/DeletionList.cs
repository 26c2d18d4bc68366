using System.Globalization;
using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Deletions;

/// <summary>Holds a plan's variants against what is measured, what lies on the disk and what the server has loaded.</summary>
/// <param name="scan">The models folder.</param>
/// <param name="words">Of LM Studio on this machine.</param>
/// <param name="listed">Its models, as it lists them now.</param>
/// <param name="isEvenUnmeasured">What is not completely measured may go too.</param>
public sealed class DeletionList(ModelFolderScan scan, ServerWords words, IReadOnlyList<LocalModel> listed, bool isEvenUnmeasured)
{
    /// <summary>The server may count a projector for images, or round.</summary>
    private const double LargestDifference = 0.25;

    public IReadOnlyList<DeletionCandidate> Of(Plan plan, IReadOnlyList<VariantProgress> progress, Selection selection)
    {
        var found = plan.Variants.ToDictionary(variant => variant.Id, Find, StringComparer.Ordinal);
        var known = VariantResolver.Resolve(plan, listed).ToDictionary(one => one.Variant.Id, StringComparer.Ordinal);
        return [.. progress.Where(one => IsNamed(plan, one.Variant, selection)).Select(one => Judge(one, found, known[one.Variant.Id]))];
    }

    private static bool IsNamed(Plan plan, Variant variant, Selection selection) =>
        selection.IsAll
        || RunMatrix.WhyLeftOut(plan, variant, selection.Options(seed: 1)) is null;

    private DeletionCandidate Judge(VariantProgress progress, Dictionary<string, IReadOnlyList<StoredModel>> found, Resolution known)
    {
        var stored = found[progress.Variant.Id];
        if (stored.Count == 0)
            return new DeletionCandidate { Progress = progress, Refusals = [Nothing()] };
        var files = stored.SelectMany(model => model.Files).ToList();
        return new DeletionCandidate
        {
            Progress = progress,
            Stored = stored[0],
            Refusals =
            [
                .. isEvenUnmeasured ? [] : Unmeasured(progress),
                .. stored.Count > 1 ? [$"several models match it: {string.Join(", ", stored.Select(model => model.Model.Key))}. Narrow its source or match"] : Array.Empty<string>(),
                .. InUse(known),
                .. OtherSize(stored[0], known.Model),
                .. found.Where(other => other.Key != progress.Variant.Id && other.Value.Any(model => model.Files.Intersect(files, StringComparer.Ordinal).Any())).Select(other => $"{other.Key} has the same files"),
                .. new[] { stored[0].Trouble }.OfType<string>(),
                .. stored[0].Files.Select(file => ModelFileRule.WhyNot(scan.Root, file)).OfType<string>(),
            ],
        };
    }

    /// <summary>By the repository it came from; where there is none, or it is not there, by the plan's match.</summary>
    private IReadOnlyList<StoredModel> Find(Variant variant)
    {
        var inRepository = variant.Source is { } source ? scan.Models.Where(model => IsOf(source.Repository, variant, model)).ToList() : [];
        if (inRepository.Count > 0)
            return inRepository;
        var matching = VariantResolver.Resolve(new Plan { SchemaVersion = 1, Name = "one", Cases = [], Variants = [variant] }, [.. scan.Models.Select(model => model.Model)])[0];
        return matching.Model is { } only ? [.. scan.Models.Where(model => model.Model == only)] : [];
    }

    /// <summary>An MLX repository is one model; one of GGUF holds several.</summary>
    private static bool IsOf(string repository, Variant variant, StoredModel stored)
    {
        if (repository.Split('/') is not [.., { Length: > 0 } publisher, { Length: > 0 } name] || stored.Model.Format != variant.Format)
            return false;
        var shelf = $"{publisher}/{name}";
        return variant.Format == ModelFormat.Mlx
            ? string.Equals(stored.Model.Key, shelf, StringComparison.OrdinalIgnoreCase)
            : stored.Model.Key.StartsWith($"{shelf}/", StringComparison.OrdinalIgnoreCase) && stored.Model.Quantization is { } held && QuantizationName.AreEqual(held, variant.Quantization);
    }

    private string Nothing() => scan.NotEntered.Count == 0
        ? $"nothing of it lies in {scan.Root}"
        : $"nothing of it lies in {scan.Root}; these folders were not looked into, being links or not to be read: {string.Join(", ", scan.NotEntered)}";

    private static IEnumerable<string> Unmeasured(VariantProgress progress) => progress switch
    {
        { IsSimulated: true } => ["it is measured on the Simulator only"],
        { Stage: not VariantStage.Done } => [string.Create(CultureInfo.InvariantCulture, $"it is not completely measured ({progress.Blocks} blocks are)")],
        { Reason: { } reason } => [$"not all of it was measured: {reason}"],
        _ => [],
    };

    private IEnumerable<string> InUse(Resolution known) => known switch
    {
        { Problem: { } problem } => [problem],
        { Model: null } => [$"{words.Server.Name} does not list it, so that these need not be the files it measures"],
        { Model.Instances: { Count: > 0 } loaded } => [$"it is loaded; unload it first: {words.Unload(loaded[0].Id)}"],
        _ => [],
    };

    private IEnumerable<string> OtherSize(StoredModel stored, LocalModel? known) =>
        known?.FileSize is { Bytes: > 0 } told && Math.Abs(told.Bytes - stored.Size.Bytes) > LargestDifference * told.Bytes
            ? [$"its files have {stored.Size}, but {words.Server.Name} says {told}"]
            : [];
}
