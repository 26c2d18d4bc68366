namespace LlmObs.Conditions;

/// <summary>When what of a run happened, in wall time: what its samples are cut by.</summary>
public sealed record RunWindow
{
    /// <summary>From here to <see cref="LoadBegan"/> the machine was without our models.</summary>
    public required DateTimeOffset BaselineFrom { get; init; }

    public required DateTimeOffset LoadBegan { get; init; }

    /// <summary>Null where nothing was loaded, or the load failed.</summary>
    public DateTimeOffset? LoadEnded { get; init; }

    public required DateTimeOffset Ended { get; init; }

    /// <summary>The measured requests, in the order they were sent.</summary>
    public IReadOnlyList<RequestSpan> Measured { get; init; } = [];

    public Period Baseline => new(BaselineFrom, LoadBegan);

    /// <summary>From the load on.</summary>
    public Period Run => new(LoadBegan, Ended);

    /// <summary>First measured request's send to the last one's end; null where nothing was measured.</summary>
    public Period? MeasuredTime => Measured.Count == 0 ? null : new Period(Measured.Min(one => one.Time.From), Measured.Max(one => one.Time.To));

    /// <summary>All output tokens of the measured requests; null where one of them was not counted.</summary>
    public int? OutputTokens => Measured.Any(one => one.OutputTokens is null) ? null : Measured.Sum(one => one.OutputTokens);
}
