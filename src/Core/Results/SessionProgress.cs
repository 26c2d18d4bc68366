namespace LlmObs.Results;

/// <summary>How far a session has come: what it was begun for, and what its journal has.</summary>
/// <param name="Measured">Requests, warm-ups left out.</param>
/// <param name="Planned">The same, of the whole matrix.</param>
/// <param name="IsOver">Every run and every sweep has ended; one that failed has made fewer requests than planned.</param>
public sealed record SessionProgress(int Measured, int Planned, bool IsOver)
{
    /// <summary>"5 of 24 measured requests".</summary>
    public string Share => FormattableString.Invariant($"{Measured} of {Planned} measured requests");

    /// <summary>Null where the header does not say what was planned.</summary>
    public static SessionProgress? Of(SessionHeader header, IReadOnlyList<JournalEntry> entries)
    {
        var lost = LostRuns.ToRepeat(entries);
        return Of(
            header,
            entries.OfType<JournalEntry.Request>().Where(entry => !entry.IsWarmup).Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count() - lost.Sum(run => run.Count()),
            entries.OfType<JournalEntry.RunEnd>().Select(entry => entry.Run).Distinct(StringComparer.Ordinal).Count(run => !lost.Contains(run)),
            entries.OfType<JournalEntry.SweepEnd>().Select(entry => (entry.Run, entry.Sweep)).Distinct().Count());
    }

    public static SessionProgress? Of(SessionHeader header, int measured, int endedRuns, int endedSweeps) => header.Planned is { } planned
        ? new SessionProgress(measured, planned.Requests, endedRuns >= planned.Runs && endedSweeps >= planned.Sweeps)
        : null;
}
