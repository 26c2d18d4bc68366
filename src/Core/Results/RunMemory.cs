using System.Text.Json.Serialization;
using LlmObs.Hardware;

namespace LlmObs.Results;

/// <summary>
/// The memory that one load took: the most that the machine used until the model was taken out, over the least it used in the seconds before.
/// Of the whole machine and not of the server's process: weights lie in child processes and mapped files, which a process's own figure leaves out.
/// </summary>
public sealed record RunMemory
{
    /// <summary>How long before a load the machine's own use is looked at.</summary>
    public static TimeSpan BaselineTime { get; } = TimeSpan.FromSeconds(10);

    public required long BaselineBytes { get; init; }

    public required long PeakBytes { get; init; }

    /// <summary>Samples from the load on.</summary>
    public required int Samples { get; init; }

    /// <summary>Who saw it.</summary>
    public required string Source { get; init; }

    [JsonIgnore]
    public long OverBaselineBytes => PeakBytes - BaselineBytes;

    /// <summary>Null where a sample is missing before the load or after it.</summary>
    /// <param name="samples">From <see cref="BaselineTime"/> before the load to the end of the run.</param>
    /// <param name="loadBegan">Parts them.</param>
    /// <param name="source">Who took them.</param>
    public static RunMemory? Of(IReadOnlyList<HostSample> samples, DateTimeOffset loadBegan, string source)
    {
        var known = samples.Where(sample => sample.MemoryUsedBytes is not null).ToLookup(sample => sample.At < loadBegan, sample => sample.MemoryUsedBytes!.Value);
        return known[true].Any() && known[false].Any()
            ? new RunMemory { BaselineBytes = known[true].Min(), PeakBytes = known[false].Max(), Samples = known[false].Count(), Source = source }
            : null;
    }
}
