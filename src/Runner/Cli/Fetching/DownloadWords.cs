using System.Globalization;
using LlmObs.Plans;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Downloads;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli.Fetching;

/// <summary>What is told of downloads, in lines for people.</summary>
internal static class DownloadWords
{
    public static string Of(DownloadEvent happened) => happened switch
    {
        DownloadEvent.Planned planned => $"To fetch: {Sum(planned.Missing)}, one after the other{(planned.Disk is { } disk ? $"; {disk}, {ModelStore.Reserve} of it are kept free" : "")}.",
        DownloadEvent.Began { Variant: var variant, Download: var download } => $"{variant.Id}: {Begun(variant, download)}",
        DownloadEvent.Progressed { Variant: var variant, Progress: var progress } => $"{variant.Id}: {Progress(progress)}",
        DownloadEvent.Ended { Result: var result } => $"{result.Variant.Id}: {End(result)}",
        DownloadEvent.Noticed { Text: var text } => text,
        _ => "",
    };

    /// <summary>"41 % of 130 GB, 85.2 MB/s, about 15 min left".</summary>
    public static string Progress(DownloadProgress progress)
    {
        var done = progress.Share is { } share
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0} % of {new DataSize(progress.TotalBytes!.Value)}")
            : progress.DownloadedBytes is { } bytes ? new DataSize(bytes).ToString() : "how much has come is not told";
        var speed = progress.BytesPerSecond is { } perSecond ? $", {new DataSize((long)perSecond)}/s" : "";
        var left = progress.Left is { } time ? $", about {Figures.Time(time)} left" : "";
        return $"{done}{speed}{left}";
    }

    /// <summary>"3 variants, 377 GB and 1 of unknown size".</summary>
    public static string Sum(MissingModels missing) =>
        $"{Figures.Count(missing.ToFetch.Count, "variant", "variants")}, {new DataSize(missing.Bytes)}{(missing.UnknownSizes == 0 ? "" : $" and {missing.UnknownSizes} of unknown size")}";

    /// <summary>What would be fetched, a line each.</summary>
    public static IEnumerable<string> Intention(MissingModels missing) => missing.ToFetch.Count == 0
        ? ["Nothing would be fetched."]
        : [.. missing.ToFetch.Select(one => $"Would fetch {one.Variant.Id}: {one.Variant.FileSize?.ToString() ?? "size n/a"} of {one.Variant.Source!.Repository}"), $"Altogether {Sum(missing)}."];

    public static string End(FetchResult result) => result.End switch
    {
        FetchEnd.Fetched => "fetched, and on the server's list.",
        FetchEnd.AlreadyThere => "was there already.",
        _ => result.Reason!,
    };

    private static string Begun(Variant variant, ModelDownload download) => download.State switch
    {
        ModelDownloadState.Underway when download.DownloadedBytes > 0 => "being fetched already: it is watched",
        ModelDownloadState.Underway => $"being fetched{(download.TotalBytes is { } bytes ? $", {new DataSize(bytes)}" : "")} from {variant.Source!.Repository}",
        _ => "asked for",
    };
}
