using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>What of a matrix a session has still to do, by its journal: the session itself goes by it, and whoever tells what comes next.</summary>
public sealed class OpenWork
{
    private readonly HashSet<string> _measured;
    private readonly HashSet<string> _ended;
    private readonly IReadOnlyList<JournalEntry> _entries;

    public OpenWork(IReadOnlyList<JournalEntry> entries)
    {
        _entries = entries;
        var lost = LostRuns.ToRepeat(entries);
        _measured = entries.OfType<JournalEntry.Request>().Where(request => !request.IsWarmup).Select(request => request.Id).ToHashSet(StringComparer.Ordinal);
        _measured.ExceptWith(lost.SelectMany(run => run).Select(request => request.Id));
        _ended = RunEnds.Last(entries).Where(end => end.Failure is null && !lost.Contains(end.Run)).Select(end => end.Run).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A run that failed before is open again, for what it has not measured.</summary>
    public bool IsOver(Run run) => _ended.Contains(run.Id) || Open(run).Count == 0;

    /// <summary>Never measured twice, but where all of the run was lost: what the journal has is left out.</summary>
    public IReadOnlyList<PlannedRequest> Open(Run run) => [.. run.Requests.Where(request => !_measured.Contains(request.Id))];

    /// <summary>How many of a matrix's requests are measured.</summary>
    public int Measured(IEnumerable<Block> blocks) => blocks.SelectMany(block => block.Runs).SelectMany(run => run.Requests).Count(request => _measured.Contains(request.Id));

    /// <summary>What is to follow the run and has not come to its end.</summary>
    public static IReadOnlyList<SweepKind> OpenSweeps(Run run, IReadOnlyList<JournalEntry> entries) =>
        [.. (run.Sweeps?.Kinds ?? []).Where(kind => !entries.Any(entry => entry is JournalEntry.SweepEnd end && end.Run == run.Id && end.Sweep == kind))];

    /// <summary>The runs of a block that have something left, in the order they are made, each whole as it is planned.</summary>
    public IEnumerable<Run> OpenRuns(Block block) => block.Runs.Where(run => !IsOver(run) || OpenSweeps(run, _entries).Count > 0);

    /// <summary>The same with only what is left of each: the first run of the first block comes next.</summary>
    public IReadOnlyList<Block> Left(IReadOnlyList<Block> blocks) =>
        [.. blocks.Select(block => block with { Runs = [.. OpenRuns(block).Select(Left)] }).Where(block => block.Runs.Count > 0)];

    private Run Left(Run run) => run with
    {
        Warmups = IsOver(run) ? [] : run.Warmups,
        Requests = IsOver(run) ? [] : Open(run),
        Sweeps = run.Sweeps?.Only(OpenSweeps(run, _entries)),
    };
}
