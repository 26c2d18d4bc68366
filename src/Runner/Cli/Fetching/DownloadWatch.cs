using System.Threading.Channels;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Downloads;

namespace LlmObs.Runner.Cli.Fetching;

/// <summary>Those who watch downloads: the scripts' lines, and the people's.</summary>
internal sealed class DownloadWatch(IReadOnlyList<IDownloadWatcher> watchers, IReadOnlyList<IAsyncDisposable> toEnd) : IDownloadWatcher, IAsyncDisposable
{
    private const int LinesWaiting = 2_000;

    /// <summary>Live views: when a reader is too slow the oldest lines go, and that is said.</summary>
    public static LineWriter Lines(TextWriter writer, TextWriter warnings) => new(writer, warnings, LinesWaiting, BoundedChannelFullMode.DropOldest);

    public void On(DownloadEvent happened)
    {
        foreach (var watcher in watchers)
            watcher.On(happened);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in toEnd)
            await one.DisposeAsync();
    }
}
