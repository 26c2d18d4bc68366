using System.Collections.Concurrent;
using LlmObs.Runner.Downloads;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmObs.Runner.Cli.Fetching;

/// <summary>Redraws the one download that is under way on a terminal; what has ended stays above it.</summary>
internal sealed class DownloadBar : IDownloadWatcher, IAsyncDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<string> _news = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly TimeProvider _clock;
    private readonly Task _drawing;
    private volatile DownloadEvent.Progressed? _now;

    public DownloadBar(IAnsiConsole console, TimeProvider clock)
    {
        _clock = clock;
        _drawing = DrawAsync(console);
    }

    public void On(DownloadEvent happened)
    {
        _now = happened switch { DownloadEvent.Progressed progressed => progressed, DownloadEvent.Ended => null, _ => _now };
        if (happened is not DownloadEvent.Progressed)
            _news.Enqueue(DownloadWords.Of(happened));
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _drawing;
        _ended.Dispose();
    }

    internal static IRenderable Picture(DownloadEvent.Progressed? now)
    {
        if (now is null)
            return Text.Empty;
        var done = (int)Math.Round((now.Progress.Share ?? 0) * Width);
        return new Rows(new Markup($"[aqua]{new string('━', done)}[/][grey]{new string('━', Width - done)}[/]"), new Text(DownloadWords.Of(now)));
    }

    private async Task DrawAsync(IAnsiConsole console)
    {
        await Task.Yield();
        await console.Live(Text.Empty).AutoClear(true).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Redraw, _clock);
            while (!_ended.IsCancellationRequested)
            {
                TellNews(console);
                live.UpdateTarget(Picture(_now));
                await Task.WhenAny(timer.WaitForNextTickAsync(_ended.Token).AsTask());
            }
        });
        TellNews(console);
    }

    private void TellNews(IAnsiConsole console)
    {
        while (_news.TryDequeue(out var words))
            console.WriteLine(words);
    }
}
