using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>What the owner should know before the first load, a sentence each.</summary>
internal static class StartNotices
{
    public static IEnumerable<string> Of(Plan plan, SessionMatrix matrix, ILlmServer server) =>
        [.. matrix.Missing.Select(missing => Missing(missing, server.Downloads is not null)), .. server.CanLoad && plan.Settings.Blocks > 1 ? Loaded(plan, matrix, server.Words) : []];

    private static string Missing(MissingVariant missing, bool canFetch) =>
        $"{missing.Variant} is not measured: {missing.Reason}.{(missing.FetchLine is { } line ? $" {(canFetch ? "--download fetches it first, or this does" : "This fetches it")}: {line}" : "")}";

    /// <summary>What is in memory stays there and cannot be loaded anew.</summary>
    private static IEnumerable<string> Loaded(Plan plan, SessionMatrix matrix, ServerWords words) => matrix.Blocks.SelectMany(block => block.Runs)
        .Select(run => matrix.Models[run.Variant.Id]).Where(model => model.IsLoaded).DistinctBy(model => model.Key, StringComparer.Ordinal)
        .Select(model => string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Key} is loaded already and stays so: all {plan.Settings.Blocks} blocks count as one load, and one load has no interval. For {plan.Settings.Blocks} loads start with --yes, which unloads it now and loads it again at the end, or unload it first: {words.Unload(model.Instances[0].Id)}"));
}
