using System.Globalization;
using System.Threading.Channels;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>Tells of a session line by line, for files, pipes and logs.</summary>
internal sealed class PlainLines(TextWriter writer, TextWriter warnings) : ISessionWatcher, IAsyncDisposable
{
    private const int LinesWaiting = 2_000;

    private readonly Lock _changing = new();

    // A live view: when the reader is too slow the oldest lines go, and that is said.
    private readonly LineWriter _lines = new(writer, warnings, LinesWaiting, BoundedChannelFullMode.DropOldest);

    private ProgressState _state = new();
    private bool _isCooling;

    public void On(SessionEvent happened)
    {
        ProgressState state;
        lock (_changing)
            state = _state = _state.After(happened);
        if (IsNewlyCooling(happened) || IsTold(happened))
            _lines.TryWrite(() => Words(happened, state));
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    /// <summary>Of a wait only its beginning is a line.</summary>
    private bool IsNewlyCooling(SessionEvent happened)
    {
        var before = _isCooling;
        _isCooling = happened is SessionEvent.CoolingDown;
        return _isCooling && !before;
    }

    private static bool IsTold(SessionEvent happened) => happened
        is SessionEvent.Started or SessionEvent.BlockStarted or SessionEvent.Loading or SessionEvent.Loaded or SessionEvent.Requested or SessionEvent.Noticed
        or SessionEvent.CooledDown or SessionEvent.Flagged or SessionEvent.Swept
        or SessionEvent.RunEnded { Failure: not null };

    private static string Words(SessionEvent happened, ProgressState state) => happened switch
    {
        SessionEvent.Started started => $"Measuring into {started.Folder}: {Figures.Requests(state.Planned, state.Warmups)}{Already(started)}{Left(state)}",
        SessionEvent.BlockStarted { Block: var block } => $"Block {block.Number}{(block.Phase is null ? "" : $" of {block.Phase}")}: {string.Join(", ", block.Runs.Select(run => run.Variant.Id))}{(state.Done == 0 ? "" : Left(state))}",
        SessionEvent.Loading loading => $"{loading.Run.Variant.Id}: {(loading.Model.IsLoaded ? "loaded already as" : "loading")} {loading.Model.Key}",
        SessionEvent.Loaded loaded => $"{loaded.Run.Variant.Id}: {loaded.Entry.Failure ?? (loaded.Entry.LoadTime is { } time ? $"loaded in {ReportText.Seconds(time.TotalSeconds)} s" : "ready")}",
        SessionEvent.Requested requested => Request(requested, state),
        SessionEvent.RunEnded ended => $"{ended.Run.Variant.Id}: {ended.Failure}",
        SessionEvent.Swept swept => $"{swept.Run.Variant.Id}: {swept.Text}",
        SessionEvent.Noticed noticed => noticed.Text,
        SessionEvent.CoolingDown cooling => $"Block {cooling.Block.Number}: {ProgressState.CoolingDown(cooling)}",
        SessionEvent.CooledDown cooled => RunNews.Of(cooled),
        SessionEvent.Flagged flagged => RunNews.Of(flagged),
        _ => "",
    };

    private static string Already(SessionEvent.Started started) => started.AlreadyMeasured == 0 ? "" : $", {started.AlreadyMeasured} measured before";

    private static string Left(ProgressState state) => state.Left(TimeSpan.Zero) is { } left ? $"; about {Figures.Time(left.Time)} left, {left.Basis}" : "";

    private static string Request(SessionEvent.Requested requested, ProgressState state)
    {
        var (run, request, entry, measurement) = requested;
        var kind = request.IsWarmup ? "warm-up" : Kind(request);
        var figures = entry.Outcome is RequestOutcome.Completed
            ? $"{Offered(measurement)}TTFT {Figures.Seconds(measurement.TimeToFirstToken?.TotalSeconds)}, {Figures.Speed(measurement.DecodeTokensPerSecond)}, {(measurement.OutputTokens is { } tokens ? Figures.Count(tokens, "token", "tokens") : "tokens n/a")}"
            : $"{entry.Outcome.Name}: {entry.Outcome.Reason}";
        return $"{run.Variant.Id}  {kind}  {state.Done} of {state.Planned}  {figures}";
    }

    private static string Kind(PlannedRequest request) => request.Arrival is { } arrival
        ? string.Create(CultureInfo.InvariantCulture, $"{request.Case} {arrival.RequestsPerSecond}/s")
        : $"{request.Case}{(request.Concurrency > 1 ? $" ×{request.Concurrency}" : "")}{(request.Pass == Pass.Speed ? "" : $" {request.Pass.ToString().ToLowerInvariant()}")}";

    /// <summary>What a user waits comes first.</summary>
    private static string Offered(RequestMeasurement measurement) => measurement.TimeToFirstTokenFromIntended is { } first ? $"TTFT from intended send {Figures.Seconds(first.TotalSeconds)}, " : "";
}
