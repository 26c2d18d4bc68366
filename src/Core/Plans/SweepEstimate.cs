namespace LlmObs.Plans;

/// <summary>What a run's sweeps would take, in seconds, if nothing ended them early.</summary>
/// <param name="Speed">Decoding, tokens/s.</param>
/// <param name="LoadSeconds">Of one load.</param>
/// <param name="Prefill">Tokens/s; null where it was not measured.</param>
internal readonly record struct SweepEstimate(double Speed, double LoadSeconds, double? Prefill)
{
    internal const double AssumedPrefillTokensPerSecond = 300;

    /// <summary>Where the plan does not say how much context the model has.</summary>
    private const int AssumedMaximumContext = 131_072;

    /// <summary>Two loads; contexts that double add up to twice the largest, and none takes longer than its limit.</summary>
    public double Context(PlannedSweeps? sweeps)
    {
        if (sweeps?.Context is not { } sweep)
            return 0;
        var top = Math.Min(sweeps.PlannedMaximumContextTokens ?? AssumedMaximumContext, sweep.MaximumTokens ?? int.MaxValue);
        var seconds = 2 * LoadSeconds;
        for (double step = top; step >= sweep.FirstTokens; step /= 2)
            seconds += Math.Min(sweep.StepLimit.TotalSeconds, step / (Prefill ?? AssumedPrefillTokensPerSecond) + sweep.AnswerTokens / Speed);
        return seconds;
    }

    /// <summary>One load; all streams together are taken to be no faster than one.</summary>
    public double Parallel(PlannedSweeps? sweeps)
    {
        if (sweeps is not { Parallel: { } sweep, ParallelRequest: { } request })
            return 0;
        var seconds = LoadSeconds + request.MaxTokens / Speed;
        for (var streams = 1; streams <= sweep.MaximumStreams; streams *= 2)
            seconds += (double)streams * sweep.RequestsPerStream * request.MaxTokens / Speed;
        return seconds;
    }

    /// <summary>One load; a rate takes as long as its requests come, or as they take one after the other.</summary>
    public double Rate(PlannedSweeps? sweeps)
    {
        if (sweeps is not { Rate: { } sweep, RateRequest: { } request })
            return 0;
        var answer = request.MaxTokens / Speed;
        double Level(double rate) => Math.Max(sweep.RequestsPerRate / rate, sweep.RequestsPerRate * answer);
        var seconds = LoadSeconds + answer;
        for (var rate = sweep.FirstRequestsPerSecond; rate < sweep.MaximumRequestsPerSecond; rate *= 2)
            seconds += Level(rate);
        var halvings = Math.Max(0, Math.Ceiling(Math.Log2(1 / Math.Log2(1 + sweep.Precision))));
        return seconds + (1 + halvings) * Level(sweep.MaximumRequestsPerSecond);
    }
}
