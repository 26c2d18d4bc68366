using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Downloads;

/// <summary>Has one variant fetched and asks how it stands until it has ended, stalls, or the time is over.</summary>
internal sealed class WatchedDownload(IModelDownloads downloads, ModelStore store, DownloadTimes times, TimeProvider clock, IDownloadWatcher watcher)
{
    /// <summary>The last state that was told. Throws <see cref="ServerLostException"/> when the server does not answer any more.</summary>
    public async Task<WatchedEnd> FetchAsync(Variant variant, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var now = await BeginAsync(variant, cancellationToken);
        watcher.On(new DownloadEvent.Began(variant, now));
        var pulse = new DownloadPulse(times, clock);
        while (now.State == ModelDownloadState.Underway)
        {
            if (until <= clock.GetUtcNow())
                return new WatchedEnd(now) { IsTimeOver = true };
            await Task.Delay(times.Pace, clock, cancellationToken);
            now = await AskAsync(now, cancellationToken);
            var progress = Progress(variant, now);
            watcher.On(new DownloadEvent.Progressed(variant, progress));
            if (now.State == ModelDownloadState.Underway && pulse.HasStopped(progress.DownloadedBytes))
                return new WatchedEnd(now) { IsStalled = true };
        }
        return new WatchedEnd(now);
    }

    private async Task<ModelDownload> BeginAsync(Variant variant, CancellationToken cancellationToken)
    {
        try
        {
            return await downloads.BeginAsync(variant, cancellationToken);
        }
        catch (ServerException silent) when (silent.StatusCode is null)
        {
            throw new ServerLostException(silent.Message);
        }
    }

    /// <summary>A server may be busy for a while: it is gone only after a time without any answer, and what it fetches does not depend on our asking.</summary>
    private async Task<ModelDownload> AskAsync(ModelDownload before, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        for (var isTold = false; ; isTold = true)
        {
            try
            {
                return await downloads.AskAsync(before, cancellationToken);
            }
            catch (ServerException silent) when (silent.StatusCode is null)
            {
                if (clock.GetElapsedTime(since) >= times.Silence)
                    throw new ServerLostException(silent.Message);
                if (!isTold)
                    watcher.On(new DownloadEvent.Noticed($"{silent.Message} It is asked again for {Duration.ToText(times.Silence)}."));
            }
            await Task.Delay(times.Pace, clock, cancellationToken);
        }
    }

    /// <summary>A version that counts no bytes is watched on its disk, where that is this machine's.</summary>
    private DownloadProgress Progress(Variant variant, ModelDownload now) => new()
    {
        DownloadedBytes = now.DownloadedBytes ?? (store.BytesThere(variant) is > 0 and var seen ? seen : null),
        TotalBytes = now.TotalBytes ?? variant.FileSize?.Bytes,
        BytesPerSecond = now.BytesPerSecond,
    };
}

/// <summary>How the watching of a download ended.</summary>
/// <param name="Last">As it was last told.</param>
internal sealed record WatchedEnd(ModelDownload Last)
{
    public bool IsStalled { get; init; }

    /// <summary>The time to stop at came first.</summary>
    public bool IsTimeOver { get; init; }
}

/// <summary>The server does not answer any more; the message says how that showed.</summary>
internal sealed class ServerLostException(string message) : Exception(message);
