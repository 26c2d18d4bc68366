using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Reports;

/// <summary>What comes next of a plan, and how long the rest takes.</summary>
public sealed record PlanOutlook
{
    /// <summary>The one that would be gone on with, or that is under way; null where none has anything left.</summary>
    public SessionState? Session { get; init; }

    /// <summary>What that session has left, in its order: its first run is the next.</summary>
    public IReadOnlyList<Block> Left { get; init; } = [];

    /// <summary>What no session has measured and that one would not either: it takes a run of its own.</summary>
    public required IReadOnlyList<Block> Beside { get; init; }

    /// <summary>What the work took so far.</summary>
    public required Paces Paces { get; init; }

    /// <param name="plan">As it is now.</param>
    /// <param name="blocks">What of it would run as it was asked for.</param>
    /// <param name="wanted">The variants that were named; null where none was.</param>
    /// <param name="sessions">In any order; those of other plans are passed over.</param>
    /// <param name="progress">Of all variants.</param>
    public static PlanOutlook Of(Plan plan, IReadOnlyList<Block> blocks, IReadOnlySet<string>? wanted, IReadOnlyList<SessionState> sessions, IReadOnlyList<VariantProgress> progress)
    {
        var done = progress.Where(one => one.Stage == VariantStage.Done).Select(one => one.Variant.Id).ToHashSet(StringComparer.Ordinal);
        var own = sessions.Where(session => session.Plan.Name == plan.Name).ToList();
        var (session, left) = own.Select(one => (Session: one, Left: Only(one.Left, run => !done.Contains(run.Variant.Id) && wanted?.Contains(run.Variant.Id) != false)))
            .Where(one => one.Left.Count > 0)
            .OrderByDescending(one => one.Session.IsRunning).ThenBy(one => one.Session.Header.Server.IsSimulated).ThenByDescending(one => one.Session.Header.StartedAt)
            .FirstOrDefault();
        var covered = session?.Blocks.SelectMany(block => block.Runs).Select(run => run.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        return new PlanOutlook
        {
            Session = session,
            Left = left ?? [],
            Beside = Only(Unmeasured(blocks, progress), run => !covered.Contains(run.Id) && !done.Contains(run.Variant.Id)),
            Paces = PacesOf(plan, own, session),
        };
    }

    /// <summary>What a Simulator took says nothing of a real server, and the other way round.</summary>
    private static Paces PacesOf(Plan plan, List<SessionState> sessions, SessionState? session)
    {
        var isSimulated = session?.Header.Server.IsSimulated ?? sessions.TrueForAll(one => one.Header.Server.IsSimulated);
        var entries = sessions.Where(one => one.Header.Server.IsSimulated == isSimulated).OrderBy(one => one.Header.StartedAt).SelectMany(one => one.Entries);
        return PaceBook.Of(entries).ToPaces(plan.Variants);
    }

    private static List<Block> Unmeasured(IReadOnlyList<Block> blocks, IReadOnlyList<VariantProgress> progress)
    {
        var known = progress.ToDictionary(one => one.Variant.Id, StringComparer.Ordinal);
        return [.. blocks.Select(block => block with { Runs = [.. block.Runs.Select(run => OpenOf(run, known[run.Variant.Id])).Where(run => run.Requests.Count > 0 || run.Sweeps is not null)] })];
    }

    private static Run OpenOf(Run run, VariantProgress progress) => run with
    {
        Warmups = progress.Runs.Contains(run.Id) ? [] : run.Warmups,
        Requests = progress.Runs.Contains(run.Id) ? [] : run.Requests,
        Sweeps = run.Sweeps?.Only(progress.OpenSweeps),
    };

    private static List<Block> Only(IReadOnlyList<Block> blocks, Func<Run, bool> isMeant) =>
        [.. blocks.Select(block => block with { Runs = [.. block.Runs.Where(isMeant)] }).Where(block => block.Runs.Count > 0)];
}
