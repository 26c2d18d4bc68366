using LlmObs.Conditions;
using LlmObs.Results;
using LlmObs.Statistics;

namespace LlmObs.Reports;

/// <summary>
/// A variant's load times, those from the disk and those from the page cache apart: their mean would be of neither. Those over HTTP and those through a command line
/// program likewise: where there are both, these are the ones over HTTP.
/// </summary>
/// <param name="Kind">Of <paramref name="Values"/>; null where nobody knows where the weights came from.</param>
/// <param name="Values">In seconds, of one kind: from the disk where there are such, else of unknown kind, else partly from it, else cached.</param>
/// <param name="Cached">In seconds, of the loads from the page cache where <paramref name="Values"/> are others.</param>
public sealed record LoadTimes(LoadKind? Kind, IReadOnlyList<double> Values, IReadOnlyList<double> Cached)
{
    private static readonly LoadKind?[] Order = [LoadKind.First, null, LoadKind.Partly, LoadKind.Cached];

    /// <summary>The start of a command line program is in them.</summary>
    public bool IsByCommandLine { get; init; }

    public double? Seconds => Distribution.Of(Values)?.Mean;

    public double? CachedSeconds => Distribution.Of(Cached)?.Mean;

    /// <summary>"11.0", "11.0 (cached 2.10)", "2.10 cached", "11.0 by program".</summary>
    public string Words => IsByCommandLine ? $"{Figures} by program" : Figures;

    private string Figures => (Kind, CachedSeconds) switch
    {
        (LoadKind.Cached, _) => $"{ReportText.Seconds(Seconds)} cached",
        (LoadKind.Partly, null) => $"{ReportText.Seconds(Seconds)} partly cached",
        (_, { } cached) => $"{ReportText.Seconds(Seconds)} (cached {ReportText.Seconds(cached)})",
        _ => ReportText.Seconds(Seconds),
    };

    /// <summary>Without the cached ones beside others: where there is little room.</summary>
    public string ShortWords => (this with { Cached = [] }).Words;

    public static LoadTimes Of(VariantResult result)
    {
        var timed = result.Loads.Where(load => !load.WasLoadedBefore && load.LoadSeconds is not null).ToLookup(load => load.Call == LoadCall.CommandLine);
        var isByCommandLine = !timed.Contains(false) && timed.Contains(true);
        var byKind = timed[isByCommandLine].ToLookup(load => load.Kind, load => load.LoadSeconds!.Value);
        var kind = Order.FirstOrDefault(byKind.Contains);
        return new LoadTimes(kind, [.. byKind[kind]], kind == LoadKind.Cached ? [] : [.. byKind[LoadKind.Cached]]) { IsByCommandLine = isByCommandLine };
    }
}
