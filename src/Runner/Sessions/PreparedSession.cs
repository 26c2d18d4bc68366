using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Sessions;

/// <summary>A session whose folder is open and whose matrix is known.</summary>
internal sealed class PreparedSession(SessionFolder folder, SessionMatrix matrix, IReadOnlyList<string> notices)
{
    private readonly HashSet<string> _measured = [.. folder.Content.Entries.OfType<JournalEntry.Request>().Where(entry => !entry.IsWarmup).Select(entry => entry.Id)];
    private readonly HashSet<string> _ended = Ended(folder.Content);

    public SessionFolder Folder => folder;

    public SessionContent Content => folder.Content;

    public IReadOnlyList<Block> Blocks => matrix.Blocks;

    /// <summary>What the user should know before the first load, a sentence each.</summary>
    public IReadOnlyList<string> Notices => notices;

    /// <summary>Since when what an earlier process had left is out of memory; null where it had left nothing.</summary>
    public DateTimeOffset? QuietSince { get; init; }

    /// <summary>Models whose loading was given up and that may come into memory yet, each with the context it was asked for.</summary>
    public HashSet<(string Key, int? ContextTokens)> GivenUp { get; } = [.. LeftLoads.StillBegun(folder.Content.Entries)];

    /// <summary>Of the matrix, when the session was opened.</summary>
    public int MeasuredRequests => Blocks.SelectMany(block => block.Runs).SelectMany(run => run.Requests).Count(request => _measured.Contains(request.Id));

    /// <summary>A run that failed before is open again, for what it has not measured.</summary>
    public bool IsOver(Run run) => _ended.Contains(run.Id) || Open(run).Count == 0;

    /// <summary>Never measured twice: what the journal has is left out.</summary>
    public IReadOnlyList<PlannedRequest> Open(Run run) => [.. run.Requests.Where(request => !_measured.Contains(request.Id))];

    /// <summary>The local model that the variant is.</summary>
    public LocalModel ModelOf(Run run) => matrix.Models[run.Variant.Id];

    /// <summary>What is to follow the run and has not come to its end.</summary>
    public IReadOnlyList<SweepKind> OpenSweeps(Run run) => OpenSweeps(run, Content);

    /// <summary>What of a matrix is still to be run.</summary>
    public static IReadOnlyList<Block> Open(SessionMatrix matrix, SessionContent content)
    {
        var ended = Ended(content);
        return [.. matrix.Blocks.Select(block => block with { Runs = [.. block.Runs.Where(run => !ended.Contains(run.Id) || OpenSweeps(run, content).Count > 0)] })];
    }

    /// <summary>How often this run's model came into memory, this time included.</summary>
    public int NextLoad(Run run) => Content.Entries.OfType<JournalEntry.Load>().Count(load => load.Run == run.Id && load.LoadId is not null) + 1;

    private static List<SweepKind> OpenSweeps(Run run, SessionContent content) =>
        [.. (run.Sweeps?.Kinds ?? []).Where(kind => !content.Entries.Any(entry => entry is JournalEntry.SweepEnd end && end.Run == run.Id && end.Sweep == kind))];

    private static HashSet<string> Ended(SessionContent content) => [.. RunEnds.Last(content.Entries).Where(end => end.Failure is null).Select(end => end.Run)];
}
