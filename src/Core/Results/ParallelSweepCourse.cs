using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>Where a variant's parallel sweep stands, and what comes next: a pure function of its journal.</summary>
public sealed class ParallelSweepCourse
{
    private readonly ParallelSweep _sweep;
    private readonly ILookup<int, JournalEntry.SweepRequest> _requests;

    /// <param name="sweep">What the plan asks.</param>
    /// <param name="entries">Of one variant.</param>
    /// <param name="resolution">Seconds of one tick of the monotonic clock.</param>
    public ParallelSweepCourse(ParallelSweep sweep, IEnumerable<JournalEntry> entries, double resolution)
    {
        _sweep = sweep;
        _requests = entries.OfType<JournalEntry.SweepRequest>().Where(request => request is { Parallel: not null, IsWarmup: false }).ToLookup(request => request.Parallel!.Streams);
        Levels = [.. Planned.Select(streams => (streams, Whole: Attempts(streams).Whole())).TakeWhile(level => level.Whole is not null).Select(level => ParallelLevel.Of(level.streams, level.Whole!, resolution))];
        (Stop, StopReason) = WhyStop();
    }

    /// <summary>Those that were measured whole, smallest first.</summary>
    public IReadOnlyList<ParallelLevel> Levels { get; }

    /// <summary>Null while there is more to measure.</summary>
    public ParallelStop? Stop { get; }

    public string? StopReason { get; }

    /// <summary>Of the highest throughput.</summary>
    public int? BestStreams => Levels.Where(level => level.OutputTokensPerSecond is not null).MaxBy(level => level.OutputTokensPerSecond)?.Streams;

    public int? LargestWithinBound => Levels.LastOrDefault(level => level.NotCompleted == 0 && level.SlowestFirstTokenSeconds <= _sweep.TimeToFirstTokenBound.TotalSeconds)?.Streams;

    /// <summary>The level to measure next, and for which time; null where it is over.</summary>
    public (int Streams, int Attempt)? Next => Stop is not null ? null : (Planned[Levels.Count], Attempts(Planned[Levels.Count]).Next);

    private List<int> Planned => [.. Enumerable.Range(0, 11).Select(power => 1 << power).Where(streams => streams <= _sweep.MaximumStreams)];

    private SweepAttempts Attempts(int streams) => new(_requests[streams], request => (request.Parallel!.Attempt, request.Parallel.Index, request.Parallel.Requests));

    private (ParallelStop? Stop, string? Reason) WhyStop() => Levels switch
    {
        [] => (null, null),
        [.., { NotCompleted: > 0 } last] => (ParallelStop.Failures, Text($"{last.NotCompleted} of {last.Requests} requests did not complete at {last.Streams} at once: {last.FirstFailure}")),
        [.., { SlowestFirstTokenSeconds: { } slowest } last] when slowest > _sweep.TimeToFirstTokenBound.TotalSeconds =>
            (ParallelStop.TimeToFirstToken, Text($"The time to first token came to {slowest:0.00} s at {last.Streams} at once, over the plan's {Duration.ToText(_sweep.TimeToFirstTokenBound)}.")),
        [.., { OutputTokensPerSecond: null } last] => (ParallelStop.TokensUnknown, Text($"The throughput of {last.Streams} at once is not known: the server counts no tokens, or so many were never under way together.")),
        [.., var last] when Levels.Count > 1 && last.OutputTokensPerSecond < BestBefore * (1 + _sweep.MinimumGain) =>
            (ParallelStop.NoGain, Text($"{last.Streams} at once gave {last.OutputTokensPerSecond:0.0} tok/s together, less than {_sweep.MinimumGain * 100:0.#} % above the best before ({BestBefore:0.0}).")),
        _ when Levels.Count == Planned.Count => (ParallelStop.NotAsked, Text($"The plan asks for no more than {_sweep.MaximumStreams} at once.")),
        _ => (null, null),
    };

    private double? BestBefore => Levels.SkipLast(1).Max(level => level.OutputTokensPerSecond);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
