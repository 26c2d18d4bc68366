namespace LlmObs.Plans;

/// <summary>What a run's sweeps would take if nothing ended them early.</summary>
internal static class SweepEstimate
{
    private const double AssumedPrefillTokensPerSecond = 300;

    /// <summary>Where the plan does not say how much context the model has.</summary>
    private const int AssumedMaximumContext = 131_072;

    public static double Seconds(Run run, double speed, double loadSeconds) => run.Sweeps is { } sweeps ? Context(sweeps, speed, loadSeconds) + Parallel(sweeps, speed, loadSeconds) + Rate(sweeps, speed, loadSeconds) : 0;

    /// <summary>Two loads; contexts that double add up to twice the largest, and none takes longer than its limit.</summary>
    private static double Context(PlannedSweeps sweeps, double speed, double loadSeconds)
    {
        if (sweeps.Context is not { } sweep)
            return 0;
        var top = Math.Min(sweeps.PlannedMaximumContextTokens ?? AssumedMaximumContext, sweep.MaximumTokens ?? int.MaxValue);
        double seconds = 2 * loadSeconds;
        for (double step = top; step >= sweep.FirstTokens; step /= 2)
            seconds += Math.Min(sweep.StepLimit.TotalSeconds, step / AssumedPrefillTokensPerSecond + sweep.AnswerTokens / speed);
        return seconds;
    }

    /// <summary>One load; all streams together are taken to be no faster than one.</summary>
    private static double Parallel(PlannedSweeps sweeps, double speed, double loadSeconds)
    {
        if (sweeps is not { Parallel: { } sweep, ParallelRequest: { } request })
            return 0;
        double seconds = loadSeconds + request.MaxTokens / speed;
        for (var streams = 1; streams <= sweep.MaximumStreams; streams *= 2)
            seconds += (double)streams * sweep.RequestsPerStream * request.MaxTokens / speed;
        return seconds;
    }

    /// <summary>One load; a rate takes as long as its requests come, or as they take one after the other.</summary>
    private static double Rate(PlannedSweeps sweeps, double speed, double loadSeconds)
    {
        if (sweeps is not { Rate: { } sweep, RateRequest: { } request })
            return 0;
        double answer = request.MaxTokens / speed;
        double Level(double rate) => Math.Max(sweep.RequestsPerRate / rate, sweep.RequestsPerRate * answer);
        var seconds = loadSeconds + answer;
        for (var rate = sweep.FirstRequestsPerSecond; rate < sweep.MaximumRequestsPerSecond; rate *= 2)
            seconds += Level(rate);
        var halvings = Math.Max(0, Math.Ceiling(Math.Log2(1 / Math.Log2(1 + sweep.Precision))));
        return seconds + (1 + halvings) * Level(sweep.MaximumRequestsPerSecond);
    }
}
