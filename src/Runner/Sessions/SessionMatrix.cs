using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>A plan laid out on a server: what runs as which local model, what cannot be measured there, and what is wrong.</summary>
internal sealed record SessionMatrix
{
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>The local model that each variant is, by the variant's id.</summary>
    public required IReadOnlyDictionary<string, LocalModel> Models { get; init; }

    /// <summary>Asked for, and not on this server.</summary>
    public required IReadOnlyList<MissingVariant> Missing { get; init; }

    /// <summary>Why nothing can be run, each with what to do; empty when it can.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    public static SessionMatrix Of(Plan plan, Selection selection, ILlmServer server, IReadOnlyList<LocalModel> models, IReadOnlyDictionary<string, string> attachments)
    {
        var resolutions = VariantResolver.Resolve(plan, models);
        var usable = resolutions.Where(one => one.Model is { } model && (server.CanLoad || model.IsLoaded)).ToDictionary(one => one.Variant.Id, one => one.Model!, StringComparer.Ordinal);
        var options = selection.Options(plan.Settings.Seed!.Value) with
        {
            VariantsOnDisk = usable.Keys.ToHashSet(StringComparer.Ordinal),
            Attachments = attachments,
        };
        var wanted = resolutions.Where(one => RunMatrix.WhyLeftOut(plan, one.Variant, options) is null).ToList();
        var blocks = RunMatrix.Expand(plan, options);
        List<string> problems = [.. wanted.Select(one => one.Problem).OfType<string>()];
        if (plan.Settings.ParallelSlots is not null && server.WhyNoParallelSlots is { } noSlots)
            problems.Add(noSlots);
        if (problems.Count == 0 && blocks.Count == 0)
            problems.Add(NothingToMeasure(plan, selection, server, wanted));
        return new SessionMatrix
        {
            Blocks = blocks,
            Models = usable,
            Missing = [.. wanted.Where(one => one.Problem is null && !usable.ContainsKey(one.Variant.Id)).Select(one => Missed(one, server))],
            Problems = problems,
        };
    }

    private static MissingVariant Missed(Resolution one, ILlmServer server) => new()
    {
        Variant = one.Variant.Id,
        Reason = one.Model is { } model ? $"{model.Key} is not loaded, and this server loads nothing when asked. {server.Words.WhenNotLoaded(model.Key).TrimEnd('.')}" : "not on this server",
        FetchLine = one.Model is null ? server.Words.Fetch(one) : null,
    };

    private static IEnumerable<string> Words(Selection selection) =>
        [.. selection.Variants, .. selection.Phases, .. selection.Priority is { } least ? [$"--priority {least}"] : Array.Empty<string>()];

    private static string NothingToMeasure(Plan plan, Selection selection, ILlmServer server, List<Resolution> wanted)
    {
        var name = $"{server.Identity.Name} at {server.Identity.Address}";
        if (plan.Variants.Count == 0)
            return $"{name} has no model loaded, and none is loaded unasked. {server.Words.WhenNotLoaded(null)} Or name variants in the plan.";
        if (wanted.Count == 0)
            return $"Nothing is left of the plan with {string.Join(' ', Words(selection).DefaultIfEmpty("these settings"))}. Its variants are: {string.Join(", ", plan.Variants.Select(variant => variant.Id))}.";
        List<LocalModel> onDisk = server.CanLoad ? [] : [.. wanted.Select(one => one.Model).OfType<LocalModel>()];
        var load = onDisk.Count == 0 ? "" : $" On its disk: {string.Join(", ", onDisk.Select(model => model.Key))}. {server.Words.WhenNotLoaded(onDisk[0].Key)}";
        var fetch = wanted.Where(one => one.Model is null).Select(one => server.Words.Fetch(one)).OfType<string>().ToList();
        return $"{name} has none of the plan's models{(server.CanLoad ? "" : " loaded")}.{load}{(fetch.Count == 0 ? "" : $" {(server.Downloads is null ? "" : "--download has it fetch them first. ")}These lines fetch them: {string.Join("; ", fetch)}")}";
    }
}
