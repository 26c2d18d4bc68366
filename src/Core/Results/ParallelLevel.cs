using LlmObs.Measurements;
using LlmObs.Statistics;
using LlmObs.Sweeps;

namespace LlmObs.Results;

/// <summary>So many requests at once.</summary>
public sealed record ParallelLevel
{
    public required int Streams { get; init; }

    public required int Requests { get; init; }

    /// <summary>In no figure but this and the number of requests.</summary>
    public required int NotCompleted { get; init; }

    /// <summary>What the first that did not complete met.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>Of all together, within <see cref="WindowSeconds"/>: <see cref="StreamWindow"/>.</summary>
    public double? OutputTokensPerSecond { get; init; }

    /// <summary>How long so many really were under way.</summary>
    public double? WindowSeconds { get; init; }

    /// <summary>Of each: null where no answer was long enough.</summary>
    public Distribution? DecodeTokensPerSecond { get; init; }

    public Distribution? TimeToFirstTokenSeconds { get; init; }

    /// <summary>p95 from 20 requests on; the longest of fewer, which is no less.</summary>
    public double? SlowestFirstTokenSeconds => TimeToFirstTokenSeconds?.P95 ?? TimeToFirstTokenSeconds?.Max;

    internal static ParallelLevel Of(int streams, IReadOnlyList<JournalEntry.SweepRequest> requests, double resolution)
    {
        var completed = requests.Where(request => request.Outcome is RequestOutcome.Completed).ToList();
        var figures = completed.Select(request => RequestMeasurement.Of(request.Timeline)).ToList();
        var window = StreamWindow.Of(streams, [.. requests.Select(request => request.Timeline)], resolution);
        return new ParallelLevel
        {
            Streams = streams,
            Requests = requests.Count,
            NotCompleted = requests.Count - completed.Count,
            FirstFailure = requests.FirstOrDefault(request => request.Outcome is not RequestOutcome.Completed)?.Outcome.Reason,
            OutputTokensPerSecond = window?.TokensPerSecond(completed.Select(request => request.Timeline), resolution),
            WindowSeconds = window?.Seconds,
            DecodeTokensPerSecond = Distribution.Of(figures.Select(one => one.DecodeTokensPerSecond).OfType<double>()),
            TimeToFirstTokenSeconds = Distribution.Of(figures.Select(one => one.TimeToFirstToken?.TotalSeconds).OfType<double>()),
        };
    }
}
