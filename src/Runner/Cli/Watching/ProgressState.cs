using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>What one knows of a session under way. Each event gives the next state; nothing here waits or writes.</summary>
internal sealed record ProgressState
{
    /// <summary>Measured requests that were still to make when it started; warm-ups are not counted.</summary>
    public int Planned { get; init; }

    /// <summary>Likewise: runs that are over warm up no more.</summary>
    public int Warmups { get; init; }

    public int Done { get; init; }

    public int Failed { get; init; }

    /// <summary>Output tokens that all planned requests may use, divided by how many run at once: what takes the time; in an open loop the time itself does.</summary>
    public double PlannedBudget { get; init; }

    public double DoneBudget { get; init; }

    public WorkUnderWay Work { get; init; } = new();

    public Run? Run { get; init; }

    public int DoneInRun { get; init; }

    /// <summary>How many requests of the run were open when it began.</summary>
    public int OpenInRun { get; init; }

    /// <summary>What happens now, in a word or a case's name.</summary>
    public string Doing { get; init; } = "starting";

    /// <summary>A model is being loaded now.</summary>
    public bool IsLoading { get; init; }

    public double? LastDecodeTokensPerSecond { get; init; }

    public ProgressState After(SessionEvent happened) => Next(happened) with { Work = Work.After(happened) };

    private ProgressState Next(SessionEvent happened) => happened switch
    {
        SessionEvent.Started started => Begin(started),
        SessionEvent.CoolingDown cooling => this with { Run = null, Doing = CoolingDown(cooling), LastDecodeTokensPerSecond = null },
        SessionEvent.Loading loading => this with { Run = loading.Run, Doing = "loading", IsLoading = true, DoneInRun = 0, OpenInRun = Work.OpenOf(loading.Run).Count, LastDecodeTokensPerSecond = null },
        SessionEvent.LoadProgressed progressed => this with { Doing = $"loading {progressed.Share * 100:0} %" },
        SessionEvent.Loaded => this with { Doing = "ready", IsLoading = false },
        SessionEvent.Requesting requesting => this with { Run = requesting.Run, Doing = Name(requesting.Request), IsLoading = false },
        SessionEvent.Swept swept => this with { Run = swept.Run, Doing = swept.Text, LastDecodeTokensPerSecond = null },
        SessionEvent.Requested requested => Count(requested),
        SessionEvent.RunEnded { Failure: not null } ended => GiveUp(ended.Run) with { IsLoading = false },
        _ => this,
    };

    /// <summary>How long the rest takes; null when nothing is left.</summary>
    /// <param name="underWay">How long the step under way has taken: a load, a request, a sweep.</param>
    public TimeLeft? Left(TimeSpan underWay) => Work.Left(underWay);

    private static ProgressState Begin(SessionEvent.Started started)
    {
        var runs = new OpenWork(started.Before).Left(started.Blocks).SelectMany(block => block.Runs).ToList();
        return new ProgressState
        {
            Planned = runs.Sum(run => run.Requests.Count),
            Warmups = runs.Sum(run => run.Warmups.Count),
            PlannedBudget = runs.Sum(Budget),
        };
    }

    private ProgressState Count(SessionEvent.Requested requested) => requested.Request.IsWarmup ? this : this with
    {
        Done = Done + 1,
        DoneInRun = DoneInRun + 1,
        Failed = Failed + (requested.Entry.Outcome is Measurements.RequestOutcome.Completed ? 0 : 1),
        DoneBudget = DoneBudget + Budget(requested.Request),
        LastDecodeTokensPerSecond = requested.Measurement.DecodeTokensPerSecond ?? LastDecodeTokensPerSecond,
    };

    /// <summary>A run that failed makes none of its remaining requests.</summary>
    private ProgressState GiveUp(Run run) => this with
    {
        Planned = Math.Max(Done, Planned - Work.OpenOf(run).Count),
        PlannedBudget = Math.Max(DoneBudget, PlannedBudget - Work.OpenOf(run).Sum(Budget)),
    };

    /// <summary>"cooling down: cpu 71 °C, waits for ≤ 58 °C, at most 8 min more".</summary>
    public static string CoolingDown(SessionEvent.CoolingDown cooling) => $"cooling down: {cooling.WaitsFor}, at most {Figures.Time(cooling.Left)} more";

    private static double Budget(Run run) => run.Requests.Sum(Budget);

    /// <summary>An open loop takes as long as its requests come: as many tokens as a model might make meanwhile.</summary>
    private static double Budget(PlannedRequest request) => request.Arrival is { } arrival ? RunEstimate.AssumedTokensPerSecond / arrival.RequestsPerSecond : (double)request.MaxTokens / request.Concurrency;

    private static string Name(PlannedRequest request) => request switch
    {
        { IsWarmup: true } => "warm-up",
        { Pass: Pass.Speed, Concurrency: 1 } => request.Case,
        { Pass: Pass.Speed } => $"{request.Case}, {request.Concurrency} at once",
        { Arrival: { } arrival } => string.Create(CultureInfo.InvariantCulture, $"{request.Case}, {arrival.RequestsPerSecond} requests a second"),
        _ => $"{request.Case}, {request.Pass.ToString().ToLowerInvariant()}",
    };
}
