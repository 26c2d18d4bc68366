using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>What of a session is still to be done, and what it took so far: each event gives the next state. The reckoning is that of <c>llmobs plan status</c>.</summary>
internal sealed record WorkUnderWay
{
    /// <summary>The run under way first.</summary>
    private IReadOnlyList<Block> Open { get; init; } = [];

    private PaceBook Pace { get; init; } = PaceBook.Empty;

    /// <summary>The run under way whose load is over.</summary>
    private string? Loaded { get; init; }

    public WorkUnderWay After(SessionEvent happened) => happened switch
    {
        SessionEvent.Started started => new() { Open = new OpenWork(started.Before).Left(started.Blocks), Pace = PaceBook.Of(started.Before) },
        SessionEvent.Loaded loaded => this with { Loaded = loaded.Run.Id, Pace = Pace.After(loaded.Entry) },
        SessionEvent.Requested requested => this with { Pace = Pace.After(requested.Entry), Open = Changed(requested.Run, left => Without(left, requested.Request)) },
        SessionEvent.RunEnded ended => this with { Loaded = null, Pace = ended.Entry is { } entry ? Pace.After(entry) : Pace, Open = Left(Changed(ended.Run, left => left with { Warmups = [], Requests = [] })) },
        SessionEvent.SweepEnded ended => this with { Open = Left(Changed(ended.Run, left => left with { Sweeps = left.Sweeps?.Only([.. left.Sweeps.Kinds.Where(kind => kind != ended.Sweep)]) })) },
        _ => this,
    };

    /// <summary>Of a run, what is not measured.</summary>
    public IReadOnlyList<PlannedRequest> OpenOf(Run run) => Open.SelectMany(block => block.Runs).FirstOrDefault(left => left.Id == run.Id)?.Requests ?? [];

    /// <summary>How long the rest takes; null when nothing is left.</summary>
    /// <param name="underWay">How long the step under way has taken: a load, a request, a sweep.</param>
    public TimeLeft? Left(TimeSpan underWay)
    {
        if (Open.Count == 0)
            return null;
        var paces = Pace.ToPaces(Open.SelectMany(block => block.Runs).Select(run => run.Variant).DistinctBy(variant => variant.Id, StringComparer.Ordinal));
        var (all, first) = (PlanEstimate.Of(Open, paces), Open[0].Runs[0]);
        var now = RunEstimate.Of(first, paces);
        var isLoaded = Loaded == first.Id;
        var gone = (isLoaded ? now.LoadSeconds : 0) + Math.Min(underWay.TotalSeconds, Step(now, first, isLoaded));
        return new TimeLeft(TimeSpan.FromSeconds(Math.Max(0, all.Duration.TotalSeconds - gone)), Basis(all, paces));
    }

    /// <summary>Short, for it stands on the screen all the time.</summary>
    private string Basis(PlanEstimate all, Paces paces)
    {
        if (!all.IsMeasured)
            return "by the plan's word";
        var variants = Open.SelectMany(block => block.Runs).Select(run => run.Variant.Id).Distinct(StringComparer.Ordinal).ToList();
        var measured = variants.Count(paces.ByVariant.ContainsKey);
        return $"by the pace so far{(measured == variants.Count ? "" : $" of {measured} of {variants.Count} variants")}{(all.Sweeps > TimeSpan.Zero ? ", sweeps to their largest step" : "")}";
    }

    /// <summary>What the step under way takes in all.</summary>
    private static double Step(RunEstimate now, Run run, bool isLoaded) => run switch
    {
        { Requests.Count: > 0 } => isLoaded ? now.RequestSeconds / (run.Requests.Count + run.Warmups.Count) : now.LoadSeconds,
        { Sweeps: { } sweeps } => sweeps.Kinds.First() switch
        {
            SweepKind.Parallel => now.ParallelSweepSeconds,
            SweepKind.Rate => now.RateSweepSeconds,
            _ => now.ContextSweepSeconds,
        },
        _ => 0,
    };

    private List<Block> Changed(Run run, Func<Run, Run> change) => [.. Open.Select(block => block with { Runs = [.. block.Runs.Select(left => left.Id == run.Id ? change(left) : left)] })];

    /// <summary>Without the runs that have nothing left.</summary>
    private static List<Block> Left(List<Block> blocks) =>
        [.. blocks.Select(block => block with { Runs = [.. block.Runs.Where(run => run.Requests.Count > 0 || run.Sweeps is not null)] }).Where(block => block.Runs.Count > 0)];

    private static Run Without(Run run, PlannedRequest done) => run with { Warmups = Other(run.Warmups, done), Requests = Other(run.Requests, done) };

    private static List<PlannedRequest> Other(IReadOnlyList<PlannedRequest> requests, PlannedRequest done) => [.. requests.Where(request => request.Id != done.Id)];
}

/// <summary>How long something will take, with what that was reckoned from.</summary>
internal sealed record TimeLeft(TimeSpan Time, string Basis);
