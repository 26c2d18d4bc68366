using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>
/// A load time no disk explains: more than ten minutes at less than 100 MB/s, the speed of a network (1 Gbit/s is 125 MB/s; a SATA disk of flash reads 500).
/// Where the size is not known, more than an hour.
/// </summary>
internal sealed class LoadTimeIncludesDownload : IFindingRule
{
    private const double LeastSeconds = 600;
    private const double WithoutSizeSeconds = 3600;
    private const double SlowestDiskBytesPerSecond = 100e6;

    public string Code => "load-time-includes-download";

    public Finding? Judge(Evidence evidence)
    {
        var slow = evidence.Loads.Select(load => (load.Run, Seconds: load.LoadSeconds ?? load.ReportedLoadSeconds, Bytes: load.Model?.FileSize?.Bytes ?? evidence.ModelSize?.Bytes)).Where(one => IsDownload(one.Seconds, one.Bytes)).ToList();
        return slow.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Serious,
            Sentence = Invariant($"A load time of {slow.Max(one => one.Seconds):0} s ({slow.Max(one => one.Seconds) / 3600:0.0} h) is no load time: it must include a download or another wait."),
            Seen = [.. slow.Select(one => new Sighting(one.Run, Invariant($"{one.Seconds:0} s{(one.Bytes is { } bytes ? Invariant($" for at most {bytes / 1e9:0.0} GB: {bytes / one.Seconds / 1e6:0.0} MB/s") : "")}")))],
            Remedy = "Fetch the model first, then time an explicit load call until the model answers, from the disk and from the page cache apart.",
        };
    }

    private static bool IsDownload(double? seconds, long? bytes) =>
        bytes is { } known ? seconds > LeastSeconds && known / seconds < SlowestDiskBytesPerSecond : seconds > WithoutSizeSeconds;
}
