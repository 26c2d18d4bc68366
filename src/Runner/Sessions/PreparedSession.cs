using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Sessions;

/// <summary>A session whose folder is open and whose matrix is known.</summary>
internal sealed class PreparedSession(SessionFolder folder, SessionMatrix matrix, IReadOnlyList<string> notices)
{
    private readonly OpenWork _work = new(folder.Content.Entries);

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
    public int MeasuredRequests => _work.Measured(Blocks);

    /// <summary>As it stood when the session was opened, like all that follows but the sweeps.</summary>
    public bool IsOver(Run run) => _work.IsOver(run);

    public IReadOnlyList<PlannedRequest> Open(Run run) => _work.Open(run);

    /// <summary>The runs of a block that have something left.</summary>
    public IReadOnlyList<Run> OpenRuns(Block block) => [.. _work.OpenRuns(block)];

    /// <summary>The local model that the variant is.</summary>
    public LocalModel ModelOf(Run run) => matrix.Models[run.Variant.Id];

    /// <summary>What is to follow the run and has not come to its end.</summary>
    public IReadOnlyList<SweepKind> OpenSweeps(Run run) => OpenWork.OpenSweeps(run, Content.Entries);

    /// <summary>How often this run's model came into memory, this time included.</summary>
    public int NextLoad(Run run) => Content.Entries.OfType<JournalEntry.Load>().Count(load => load.Run == run.Id && load.LoadId is not null) + 1;
}
