namespace LlmObs.Plans;

/// <summary>What can be wrong with a plan's sweeps.</summary>
internal static class SweepRules
{
    private const int LeastContext = 1024;
    private const int MostStreams = 1024;
    private const int LeastForP95 = 20;

    /// <summary>As many as there are names to tell them apart by.</summary>
    private const int MostNeedles = 8;

    public static IEnumerable<PlanProblem> Check(PlanUnderCheck check) =>
    [
        .. check.Plan.Settings.ContextSweep is { } context ? [.. Context(context, "settings.contextSweep"), .. Depths(context, "settings.contextSweep.depths")] : Array.Empty<PlanProblem>(),
        .. check.Plan.Settings.ParallelSweep is { } parallel ? [.. Parallel(parallel, "settings.parallelSweep"), .. Case(check, parallel.Case, "settings.parallelSweep.case")] : Array.Empty<PlanProblem>(),
        .. check.Plan.Settings.RateSweep is { } rate ? [.. Rate(rate, "settings.rateSweep"), .. OpenLoopRules.InFlight(rate.MostInFlight, "settings.rateSweep"), .. Case(check, rate.Case, "settings.rateSweep.case")] : Array.Empty<PlanProblem>(),
    ];

    private static IEnumerable<PlanProblem> Context(ContextSweep sweep, string path)
    {
        if (sweep.FirstTokens < LeastContext)
            yield return new($"{path}.firstTokens", $"{sweep.FirstTokens} is too small a context to begin with.", $"Write {LeastContext} or more.");
        if (sweep.MaximumTokens < sweep.FirstTokens)
            yield return new($"{path}.maximumTokens", $"{sweep.MaximumTokens} is less than firstTokens ({sweep.FirstTokens}).", "Write at least as much, or leave it out for the model's own maximum.");
        if (sweep.AnswerTokens is < 64 or > 65_536)
            yield return new($"{path}.answerTokens", $"{sweep.AnswerTokens} tokens are no room for an answer.", "Write 64 to 65536: 256 for a model that does not think, 2048 for one that does.");
        if (!(sweep.MinimumDecodeTokensPerSecond >= 0))
            yield return new($"{path}.minimumDecodeTokensPerSecond", $"{sweep.MinimumDecodeTokensPerSecond} is no speed.", "Write tokens per second, such as 5; 0 asks for none.");
        if (sweep.StepLimit <= TimeSpan.Zero)
            yield return new($"{path}.stepLimit", $"{Duration.ToText(sweep.StepLimit)} leaves no time.", "Write a duration above 0, such as \"15 min\".");
    }

    private static IEnumerable<PlanProblem> Depths(ContextSweep sweep, string path)
    {
        if (sweep.Depths.Count is 0 or > MostNeedles)
            yield return new(path, $"{sweep.Depths.Count} depths cannot be probed.", $"Write 1 to {MostNeedles}, such as [0.1, 0.5, 0.9].");
        foreach (var (depth, index) in sweep.Depths.Select((depth, index) => (depth, index)))
        {
            if (!(depth is >= 0 and <= 1))
                yield return new($"{path}[{index}]", $"{depth} is no share of a text.", "Write 0 for its beginning to 1 for its end.");
            else if (sweep.Depths.Take(index).Contains(depth))
                yield return new($"{path}[{index}]", $"{depth} stands there before.", "Name each depth once.");
        }
    }

    private static IEnumerable<PlanProblem> Parallel(ParallelSweep sweep, string path)
    {
        if (sweep.MaximumStreams is < 1 or > MostStreams)
            yield return new($"{path}.maximumStreams", $"{sweep.MaximumStreams} requests at once are impossible.", $"Write 1 to {MostStreams}.");
        if (sweep.RequestsPerStream is < 1 or > 1000)
            yield return new($"{path}.requestsPerStream", $"{sweep.RequestsPerStream} requests a stream cannot be measured.", "Write 1 to 1000; 4 leaves most of the beginning and the end out.");
        if (!(sweep.MinimumGain is >= 0 and < 1))
            yield return new($"{path}.minimumGain", $"{sweep.MinimumGain} is no share to gain.", "Write 0 or more and less than 1, such as 0.05: twice the streams never more than double.");
        if (sweep.TimeToFirstTokenBound <= TimeSpan.Zero)
            yield return new($"{path}.timeToFirstTokenBound", $"{Duration.ToText(sweep.TimeToFirstTokenBound)} leaves no time.", "Write a duration above 0, such as \"30 s\".");
    }

    private static IEnumerable<PlanProblem> Rate(RateSweep sweep, string path)
    {
        foreach (var problem in OpenLoopRules.Rate(sweep.FirstRequestsPerSecond, $"{path}.firstRequestsPerSecond").Concat(OpenLoopRules.Rate(sweep.MaximumRequestsPerSecond, $"{path}.maximumRequestsPerSecond")))
            yield return problem;
        if (sweep.MaximumRequestsPerSecond < sweep.FirstRequestsPerSecond)
            yield return new($"{path}.maximumRequestsPerSecond", $"{sweep.MaximumRequestsPerSecond} is less than firstRequestsPerSecond ({sweep.FirstRequestsPerSecond}).", "Write at least as much.");
        if (sweep.RequestsPerRate is < LeastForP95 or > 1000)
            yield return new($"{path}.requestsPerRate", $"{sweep.RequestsPerRate} requests tell no p95 of a rate.", $"Write {LeastForP95} to 1000, such as 60.");
        if (sweep.TimeToFirstTokenBound <= TimeSpan.Zero)
            yield return new($"{path}.timeToFirstTokenBound", $"{Duration.ToText(sweep.TimeToFirstTokenBound)} leaves no time.", "Write a duration above 0, such as \"10 s\".");
        if (!(sweep.Precision is >= 0.02 and <= 1))
            yield return new($"{path}.precision", $"{sweep.Precision} is no distance between two rates.", "Write 0.02 to 1, such as 0.1: found within a tenth.");
    }

    private static IEnumerable<PlanProblem> Case(PlanUnderCheck check, string? name, string path)
    {
        if (name is null)
            yield break;
        foreach (var problem in check.Case(path, name))
            yield return problem;
        if (check.Plan.Cases.FirstOrDefault(one => one.Id == name) is { Models: not null })
            yield return new(path, $"\"{name}\" is for some models only.", "Name a case that every model answers.");
    }
}
