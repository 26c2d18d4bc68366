namespace LlmObs.Plans;

/// <summary>What can be wrong with a plan's settings.</summary>
internal static class SettingsRules
{
    private const int Most = 10_000;
    private const int MostAtOnce = 1024;

    public static IEnumerable<PlanProblem> Check(PlanUnderCheck check)
    {
        var settings = check.Plan.Settings;
        return
        [
            .. Server(settings.Server),
            .. Counts(settings),
            .. Lists(settings),
            .. SamplingRules.Check(settings.SpeedSampling, "settings.speedSampling"),
            .. Times(settings.Limits),
            .. Waiting(settings.Gate),
            .. Context(check.Plan),
            .. OpenLoopRules.Check(check),
            .. SweepRules.Check(check),
            .. settings.AnchorVariant is null ? [] : check.Variant("settings.anchorVariant", settings.AnchorVariant),
        ];
    }

    private static IEnumerable<PlanProblem> Server(ServerRequirement? server)
    {
        if (server?.Version is { } version && version != ServerRequirement.Latest && !Version.TryParse(version, out _))
            yield return new("settings.server.version", $"\"{version}\" is no version that a server's can be held against.", $"Write two to four numbers, such as \"0.3.30\", \"{ServerRequirement.Latest}\", or leave it out.");
    }

    private static IEnumerable<PlanProblem> Counts(Settings settings)
    {
        if (settings.Blocks is < 1 or > Most)
            yield return new("settings.blocks", $"{settings.Blocks} blocks cannot be measured.", $"Write 1 to {Most}; 6 makes differences of about 2 % visible.");
        if (settings.Iterations is < 1 or > Most)
            yield return new("settings.iterations", $"{settings.Iterations} iterations cannot be measured.", $"Write 1 to {Most}.");
        if (settings.Warmups is < 0 or > Most)
            yield return new("settings.warmups", $"{settings.Warmups} is no count.", $"Write 0 to {Most}.");
        if (settings.ParallelSlots is < 1 or > MostAtOnce)
            yield return new("settings.parallelSlots", $"{settings.ParallelSlots} requests at once cannot be answered.", $"Write 1 to {MostAtOnce}, or leave it out: then the server decides.");
    }

    /// <summary>What stands twice in them would be sent twice and counted as if it were new evidence.</summary>
    private static IEnumerable<PlanProblem> Lists(Settings settings)
    {
        if (settings.Concurrency.Count == 0)
            yield return new("settings.concurrency", "An empty list sends nothing.", "Write [1].");
        foreach (var (level, index) in settings.Concurrency.Select((level, index) => (level, index)))
        {
            if (level is < 1 or > 1024)
                yield return new($"settings.concurrency[{index}]", $"{level} requests at once are impossible.", "Write 1 to 1024.");
            else if (settings.Concurrency.Take(index).Contains(level))
                yield return new($"settings.concurrency[{index}]", $"{level} stands there before.", "Name each level once; settings.iterations repeats.");
        }
        foreach (var (seed, index) in settings.QualitySeeds.Select((seed, index) => (seed, index)).Where(item => settings.QualitySeeds.Take(item.index).Contains(item.seed)))
            yield return new($"settings.qualitySeeds[{index}]", $"{seed} stands there before.", "Write different seeds: the same one gives the same answer.");
    }

    private static IEnumerable<PlanProblem> Times(Limits limits)
    {
        var all = new[] { ("load", limits.Load), ("idle", limits.Idle), ("request", limits.Request), ("busy", limits.Busy) };
        foreach (var (name, limit) in all.Where(item => item.Item2 <= TimeSpan.Zero))
            yield return new($"settings.limits.{name}", $"{Duration.ToText(limit)} leaves no time.", "Write a duration above 0.");
        if (limits.ServerReturn > TimeSpan.FromDays(7))
            yield return new("settings.limits.serverReturn", $"{Duration.ToText(limits.ServerReturn)} for a server to come back outlasts the campaign.", "Write at most \"168 h\", such as \"5 min\", or \"0 s\" to end at once.");
    }

    private static IEnumerable<PlanProblem> Waiting(Gate gate)
    {
        if (gate.Limit > TimeSpan.FromDays(1))
            yield return new("settings.gate.limit", $"{Duration.ToText(gate.Limit)} before a block is no cooling down.", "Write at most \"24 h\", such as \"10 min\", or \"0 s\" to wait for nothing.");
        if (gate.AboveIdle is < 1 or > 50)
            yield return new("settings.gate.aboveIdle", $"{gate.AboveIdle} degrees above idle is no bound.", "Write 1 to 50, such as 5; \"limit\": \"0 s\" waits for nothing.");
    }

    private static IEnumerable<PlanProblem> Context(Plan plan)
    {
        if (plan.Settings.ContextTokens is not { } context)
            yield break;
        if (context < 1)
            yield return new("settings.contextTokens", $"{context} is no context.", "Write tokens, such as 131072.");
        else if (plan.Models.Where(model => model.MaximumContextTokens > 0 && model.MaximumContextTokens < context).MinBy(model => model.MaximumContextTokens) is { } model)
            yield return new("settings.contextTokens", $"{context} is more than {model.Id} has ({model.MaximumContextTokens}).", $"Write at most {model.MaximumContextTokens}.");
    }
}
