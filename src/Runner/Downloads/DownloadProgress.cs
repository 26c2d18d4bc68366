namespace LlmObs.Runner.Downloads;

/// <summary>How far one download is. What nobody tells is null.</summary>
public sealed record DownloadProgress
{
    public long? DownloadedBytes { get; init; }

    public long? TotalBytes { get; init; }

    /// <summary>The server's own figure.</summary>
    public double? BytesPerSecond { get; init; }

    public double? Share => DownloadedBytes is { } done && TotalBytes is > 0 and var total ? Math.Clamp((double)done / total, 0, 1) : null;

    public TimeSpan? Left => DownloadedBytes is { } done && TotalBytes is { } total && BytesPerSecond is > 0 and var speed
        ? TimeSpan.FromSeconds(Math.Min(Math.Max(0, total - done) / speed, TimeSpan.FromDays(365).TotalSeconds))
        : null;
}
