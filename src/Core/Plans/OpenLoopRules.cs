namespace LlmObs.Plans;

/// <summary>What can be wrong with how a plan offers load.</summary>
internal static class OpenLoopRules
{
    private const int MostInFlight = 1024;
    private const double HighestRate = 1000;
    private static readonly TimeSpan LongestRamp = TimeSpan.FromHours(1);

    public static IEnumerable<PlanProblem> Check(PlanUnderCheck check) =>
    [
        .. Ramp(check.Plan.Settings.Ramp),
        .. check.Plan.Settings.OpenLoop is { } loop
            ? [.. Rates(loop, "settings.openLoop.requestsPerSecond"), .. Bounds(loop, "settings.openLoop"), .. InFlight(loop.MostInFlight, "settings.openLoop"), .. Unused(check)]
            : Array.Empty<PlanProblem>(),
    ];

    /// <summary>No rate below it: one request in half an hour is no load.</summary>
    internal static IEnumerable<PlanProblem> Rate(double rate, string path)
    {
        if (!(rate is >= 0.0005 and <= HighestRate))
            yield return new(path, $"{rate} requests a second cannot be offered.", $"Write 0.0005 to {HighestRate}, such as 0.5: one every two seconds.");
    }

    internal static IEnumerable<PlanProblem> InFlight(int most, string path)
    {
        if (most is < 1 or > MostInFlight)
            yield return new($"{path}.mostInFlight", $"{most} requests under way are impossible.", $"Write 1 to {MostInFlight}: a request whose time comes while so many are under way is not sent, and counted.");
    }

    private static IEnumerable<PlanProblem> Ramp(TimeSpan ramp)
    {
        if (ramp > LongestRamp)
            yield return new("settings.ramp", $"{Duration.ToText(ramp)} outlasts what it leads to.", "Write at most \"1 h\", such as \"10 s\", or \"0 s\" to begin all streams at once.");
    }

    private static IEnumerable<PlanProblem> Rates(OpenLoop loop, string path)
    {
        if (loop.RequestsPerSecond.Count == 0)
            yield return new(path, "An empty list sends nothing.", "Write rates, such as [0.5, 1], or leave settings.openLoop out.");
        foreach (var (rate, index) in loop.RequestsPerSecond.Select((rate, index) => (rate, index)))
        {
            foreach (var problem in Rate(rate, $"{path}[{index}]"))
                yield return problem;
            if (loop.RequestsPerSecond.Take(index).Contains(rate))
                yield return new($"{path}[{index}]", $"{rate} stands there before.", "Name each rate once; settings.blocks repeats.");
        }
    }

    private static IEnumerable<PlanProblem> Bounds(OpenLoop loop, string path)
    {
        if (loop is { Requests: null, Duration: null })
            yield return new(path, "Nothing ends it.", "Write \"requests\": 100, \"duration\": \"5 min\", or both: then whichever comes first.");
        if (loop.Requests is < 1 or > ArrivalSchedule.Most)
            yield return new($"{path}.requests", $"{loop.Requests} requests cannot be measured.", $"Write 1 to {ArrivalSchedule.Most}; a p95 needs 20.");
        if (loop.Duration <= TimeSpan.Zero)
            yield return new($"{path}.duration", $"{Duration.ToText(loop.Duration.Value)} leaves no time.", "Write a duration above 0, such as \"5 min\".");
        var most = loop.Duration?.TotalSeconds * loop.RequestsPerSecond.DefaultIfEmpty().Max();
        if (loop.Requests is null && most > ArrivalSchedule.Most)
            yield return new($"{path}.duration", $"At {loop.RequestsPerSecond.Max()} requests a second that are about {most:0} requests.", $"Write a shorter one, or \"requests\" of at most {ArrivalSchedule.Most} beside it.");
        else if (most < 1)
            yield return new($"{path}.duration", $"At {loop.RequestsPerSecond.Max()} requests a second hardly one begins in it.", "Write a longer one, or a higher rate.");
    }

    private static IEnumerable<PlanProblem> Unused(PlanUnderCheck check)
    {
        if (!check.Plan.Cases.Any(planCase => planCase.Passes.Contains(Pass.OpenLoop)) && !check.IsUnsure("cases"))
            yield return new("settings.openLoop", "No case is sent in it.", "Write \"passes\": [\"speed\", \"openLoop\"] at a case, or leave it out.");
    }
}
