namespace LlmObs.Measurements;

/// <summary>A figure of a request that is summed up over many: its name in result files, its definition, and how it is read off.</summary>
public sealed record Metric
{
    /// <summary>As in result files, unit included: <c>timeToFirstTokenSeconds</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people: <c>TTFT</c>.</summary>
    public required string Title { get; init; }

    public required string Unit { get; init; }

    /// <summary>One sentence; it ends up in docs/metrics.md.</summary>
    public required string Definition { get; init; }

    /// <summary>What others call the same and this is not; null where nobody does.</summary>
    public string? Rejected { get; init; }

    /// <summary>The values of one request: none where it is unknown, many for gaps.</summary>
    public required Func<RequestTimeline, RequestMeasurement, IEnumerable<double>> Values { get; init; }
}
