using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Downloads;

/// <summary>What the fetching of a plan's models tells whoever watches.</summary>
public abstract record DownloadEvent
{
    private DownloadEvent()
    {
    }

    /// <summary>What is missing and will be fetched, in order.</summary>
    public sealed record Planned(MissingModels Missing, DiskRoom? Disk) : DownloadEvent;

    /// <summary>The server began it, or has had it under way.</summary>
    public sealed record Began(Variant Variant, ModelDownload Download) : DownloadEvent;

    public sealed record Progressed(Variant Variant, DownloadProgress Progress) : DownloadEvent;

    public sealed record Ended(FetchResult Result) : DownloadEvent;

    /// <summary>Something the user should know, in one sentence.</summary>
    public sealed record Noticed(string Text) : DownloadEvent;
}

/// <summary>Someone who watches.</summary>
public interface IDownloadWatcher
{
    void On(DownloadEvent happened);
}
