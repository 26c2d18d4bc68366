using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>A server that fetches models when asked. Beginning twice what is under way begins nothing.</summary>
public interface IModelDownloads
{
    /// <summary>What becomes of a download that nobody watches any more, and where it can be stopped: a sentence.</summary>
    string WhenUnwatched { get; }

    /// <summary>Begins it, or finds it under way, paused or done. Throws <see cref="ServerException"/>.</summary>
    Task<ModelDownload> BeginAsync(Variant variant, CancellationToken cancellationToken);

    /// <summary>How it stands now. Throws <see cref="ServerException"/>.</summary>
    Task<ModelDownload> AskAsync(ModelDownload begun, CancellationToken cancellationToken);
}

/// <summary>A download as the server tells of it. What it does not tell is null.</summary>
public sealed record ModelDownload
{
    public required ModelDownloadState State { get; init; }

    public string? JobId { get; init; }

    public long? TotalBytes { get; init; }

    public long? DownloadedBytes { get; init; }

    public double? BytesPerSecond { get; init; }
}

public enum ModelDownloadState
{
    Underway,
    Paused,
    Completed,

    /// <summary>It was on the server's disk before.</summary>
    AlreadyThere,
    Failed,

    /// <summary>The server knows nothing of it any more.</summary>
    Forgotten,

    /// <summary>This version of the server fetches nothing.</summary>
    NotOffered,
}
