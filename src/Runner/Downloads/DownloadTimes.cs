namespace LlmObs.Runner.Downloads;

/// <summary>How a download is watched.</summary>
public sealed record DownloadTimes
{
    /// <summary>Between two questions of how it stands.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Without a byte, until it is given up.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Of the server, until it is called gone.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After a download, until the server must list the model.</summary>
    public TimeSpan Listing { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Of a download whose bytes nobody tells.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(24);
}
