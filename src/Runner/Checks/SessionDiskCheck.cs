using LlmObs.Hardware;
using LlmObs.Plans;

namespace LlmObs.Runner.Checks;

/// <summary>Whether the session's folder has room for all that will be written.</summary>
internal sealed class SessionDiskCheck : ICheck
{
    /// <summary>Less than this and the next load is not begun: the journal must always find room.</summary>
    public const long LeastBytes = 256L << 20;

    /// <summary>Other programs write too while a plan runs for days.</summary>
    private const long ComfortableBytes = 2L << 30;

    /// <summary>The Simulator's answers take 30 a token and 800 a request in the journal; real ones have longer words and times.</summary>
    private const long BytesForEachToken = 80;

    private const long BytesForEachRequest = 4096;

    public string Subject => "session disk";

    public bool IsForEverySession => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances) => circumstances.SessionDisk is { } disk
        ? [Judge(disk, Need(circumstances.Blocks), circumstances.SessionsFolder)]
        : [new(Subject, CheckVerdict.Unknown, $"the disk of {circumstances.SessionsFolder} does not tell how full it is.")];

    private CheckLine Judge(StorageSpace disk, long need, string folder)
    {
        var state = $"{new DataSize(disk.FreeBytes)} free for {folder}";
        var wants = need == 0 ? "what the session takes is not known before its variants are" : $"the session may take {new DataSize(need)}";
        return disk.FreeBytes switch
        {
            var free when free < LeastBytes + need => new(Subject, CheckVerdict.Blocker, $"{state}; {wants}.", "Free the disk, or choose another folder with --output."),
            var free when free < ComfortableBytes + need => new(Subject, CheckVerdict.Warning, $"{state}; {wants}.", "Free the disk, or choose another folder with --output: a full one stops the session."),
            _ => new(Subject, CheckVerdict.Ok, $"{state}; {wants}."),
        };
    }

    /// <summary>Were every answer to use its whole budget, one token at a time.</summary>
    private static long Need(IReadOnlyList<Block> blocks) => blocks.SelectMany(block => block.Runs).SelectMany(run => run.Warmups.Concat(run.Requests))
        .Sum(request => BytesForEachRequest + request.Prompt.Length + (request.MaxTokens * BytesForEachToken));
}
