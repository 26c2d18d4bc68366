using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Machine;

/// <summary>A download that moves no byte: how far it is follows from the time alone.</summary>
public sealed record SimulatedDownload
{
    public required string JobId { get; init; }

    public required SimulatedModel Model { get; init; }

    /// <summary>What is on the disk when it is complete.</summary>
    public required SimulatedModel Brings { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double BytesPerSecond { get; init; }

    public DownloadFault? Fault { get; init; }

    /// <summary>What the disk had free when it began.</summary>
    public required long Room { get; init; }

    public long TotalBytes => Model.SizeBytes;

    public DateTimeOffset CompletedAt => StartedAt.AddSeconds(TotalBytes / BytesPerSecond);

    public long BytesAt(DateTimeOffset moment) => (long)Math.Clamp((moment - StartedAt).TotalSeconds * BytesPerSecond, 0, End);

    /// <summary>In LM Studio's words.</summary>
    public string StatusAt(DateTimeOffset moment)
    {
        if (BytesAt(moment) < End)
            return "downloading";
        return Fault switch
        {
            _ when End == Room && Room < TotalBytes => "failed",
            DownloadFault.Fails => "failed",
            DownloadFault.Pauses => "paused",
            DownloadFault.Stalls => "downloading",
            _ => "completed",
        };
    }

    private long End => Math.Min(Room, Fault is DownloadFault.Fails or DownloadFault.Pauses or DownloadFault.Stalls ? TotalBytes / 2 : TotalBytes);
}
