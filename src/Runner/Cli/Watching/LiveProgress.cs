using System.Threading.Channels;
using LlmObs.Results;
using LlmObs.Runner.Sessions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>Redraws a few lines on a terminal. Events only change a state; the drawing task looks at the newest one now and then, from the first event on: before it, the owner may be asked something.</summary>
internal sealed class LiveProgress : ISessionWatcher, IAsyncDisposable
{
    private const int BarWidth = 30;
    private const int NewsWaiting = 200;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    private readonly Lock _changing = new();
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly Channel<string> _news = Channel.CreateBounded<string>(new BoundedChannelOptions(NewsWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _drawing;
    private ProgressState _state = new();
    private long _stepBegan;
    private bool _isDisposed;

    public LiveProgress(IAnsiConsole console, TimeProvider clock)
    {
        (_clock, _startedAt) = (clock, clock.GetTimestamp());
        _drawing = DrawAsync(console);
    }

    public void On(SessionEvent happened)
    {
        lock (_changing)
        {
            _state = _state.After(happened);
            if (IsStep(happened))
                _stepBegan = _clock.GetTimestamp();
        }
        if (News(happened) is { } words)
            _news.Writer.TryWrite(words);
        _begun.TrySetResult();
    }

    /// <summary>Ends the drawing. A run ends it before its result is written, and once more with all who watch.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _ended.CancelAsync();
        _begun.TrySetResult();
        await _drawing;
        _ended.Dispose();
    }

    /// <param name="state">What is known.</param>
    /// <param name="elapsed">Since it was begun.</param>
    /// <param name="underWay">How long the load, the request or the sweep under way has taken: of most loads all that is known.</param>
    internal static IRenderable Picture(ProgressState state, TimeSpan elapsed, TimeSpan underWay = default)
    {
        var share = state.PlannedBudget > 0 ? Math.Clamp(state.DoneBudget / state.PlannedBudget, 0, 1) : 0;
        var done = (int)Math.Round(share * BarWidth);
        var doing = state.IsLoading ? $"{state.Doing}, for {Figures.Time(underWay)}" : state.Doing;
        var place = state.Run is null ? doing : $"{state.Run.Variant.Id}  {doing}{(state.DoneInRun < state.OpenInRun ? $"  request {state.DoneInRun + 1} of {state.OpenInRun}" : "")}";
        var left = state.Left(underWay) is { } time ? $"about {Figures.Time(time.Time)} left, {time.Basis}" : "time left not known yet";
        return new Rows(
            new Markup($"[aqua]{new string('━', done)}[/][grey]{new string('━', BarWidth - done)}[/] {state.Done} of {state.Planned} measured requests{(state.Failed > 0 ? $", [red]{state.Failed} not completed[/]" : "")}"),
            new Text($"{place}  last {Figures.Speed(state.LastDecodeTokensPerSecond)}"),
            new Text($"{Figures.Time(elapsed)} gone, {left}"));
    }

    /// <summary>With it something begins that takes its time.</summary>
    private static bool IsStep(SessionEvent happened) => happened
        is SessionEvent.Started or SessionEvent.CooledDown or SessionEvent.Loading or SessionEvent.Loaded or SessionEvent.Requested or SessionEvent.RunEnded or SessionEvent.SweepEnded;

    private static string? News(SessionEvent happened) => happened switch
    {
        SessionEvent.Noticed noticed => noticed.Text,
        SessionEvent.Loaded { Entry: JournalEntry.Load { Failure: { } failure } } loaded => $"{loaded.Run.Variant.Id}: {failure}",
        SessionEvent.Requested { Entry.Outcome: not Measurements.RequestOutcome.Completed } requested =>
            $"{requested.Run.Variant.Id} {requested.Request.Case}: {requested.Entry.Outcome.Name}, {requested.Entry.Outcome.Reason}",
        SessionEvent.Flagged flagged => RunNews.Of(flagged),
        SessionEvent.CooledDown cooled => RunNews.Of(cooled),
        _ => null,
    };

    private async Task DrawAsync(IAnsiConsole console)
    {
        await _begun.Task;
        await console.Live(Text.Empty).AutoClear(true).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Redraw, _clock);
            while (!_ended.IsCancellationRequested)
            {
                while (_news.Reader.TryRead(out var words))
                    console.WriteLine(words);
                ProgressState state;
                TimeSpan underWay;
                lock (_changing)
                    (state, underWay) = (_state, _clock.GetElapsedTime(_stepBegan));
                live.UpdateTarget(Picture(state, _clock.GetElapsedTime(_startedAt), underWay));
                await TickAsync(timer);
            }
        });
        while (_news.Reader.TryRead(out var words))
            console.WriteLine(words);
    }

    /// <summary>The next redraw, or the end.</summary>
    private async Task TickAsync(PeriodicTimer timer)
    {
        var tick = timer.WaitForNextTickAsync(_ended.Token).AsTask();
        await Task.WhenAny(tick);
    }
}
