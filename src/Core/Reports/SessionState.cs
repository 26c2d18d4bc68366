using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Reports;

/// <summary>One session of a plan as its files show it now.</summary>
public sealed record SessionState
{
    /// <summary>The plan as it was run.</summary>
    public required Plan Plan { get; init; }

    public required SessionHeader Header { get; init; }

    public required string Folder { get; init; }

    /// <summary>Some process is writing to it.</summary>
    public required bool IsRunning { get; init; }

    public required IReadOnlyList<JournalEntry> Entries { get; init; }

    public required IReadOnlyList<VariantResult> Results { get; init; }

    /// <summary>All it was to do, without the variants that were not on the server when it was last begun or resumed.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>What going on with it would do, in its order. What came to the server since then is not known.</summary>
    public required IReadOnlyList<Block> Left { get; init; }

    /// <summary>Ids of the runs whose requests are all measured.</summary>
    public required IReadOnlySet<string> Over { get; init; }

    public static SessionState Of(string folder, SessionHeader header, Plan plan, bool isRunning, IReadOnlyList<JournalEntry> entries, IReadOnlyList<VariantResult> results)
    {
        var missing = header.Missing.Select(one => one.Variant).ToHashSet(StringComparer.Ordinal);
        var blocks = RunMatrix.Expand(plan, header.Selection.Options(header.Seed) with
        {
            VariantsOnDisk = plan.Variants.Select(variant => variant.Id).Where(id => !missing.Contains(id)).ToHashSet(StringComparer.Ordinal),
            Attachments = MatrixOptions.WithoutText(plan),
        });
        var work = new OpenWork(entries);
        return new SessionState
        {
            Plan = plan,
            Header = header,
            Folder = folder,
            IsRunning = isRunning,
            Entries = entries,
            Results = results,
            Blocks = blocks,
            Left = work.Left(blocks),
            Over = blocks.SelectMany(block => block.Runs).Where(work.IsOver).Select(run => run.Id).ToHashSet(StringComparer.Ordinal),
        };
    }
}
