namespace LlmObs.Results;

/// <summary>How runs ended. One that failed and was taken up again on resume has several ends: only its last one holds.</summary>
public static class RunEnds
{
    public static IEnumerable<JournalEntry.RunEnd> Last(IEnumerable<JournalEntry> entries) =>
        entries.OfType<JournalEntry.RunEnd>().GroupBy(end => end.Run, StringComparer.Ordinal).Select(same => same.Last());
}
