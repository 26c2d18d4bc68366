using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Reports;

/// <summary>Where a plan stands, from the sessions that carried it out: nothing else keeps it, so that nothing can contradict the results.</summary>
public static class PlanProgress
{
    /// <param name="plan">As it is now.</param>
    /// <param name="sessions">In any order; those of other plans are passed over.</param>
    public static IReadOnlyList<VariantProgress> Of(Plan plan, IReadOnlyList<SessionState> sessions)
    {
        var own = sessions.Where(session => session.Plan == plan.Name).OrderByDescending(session => session.Header.StartedAt).ToList();
        return [.. plan.Variants.Select(variant => Of(plan, variant, own))];
    }

    private static VariantProgress Of(Plan plan, Variant variant, List<SessionState> sessions)
    {
        var measured = sessions.SelectMany(session => session.Results.Where(result => result.Variant.Id == variant.Id && result.Loads.Count > 0)).ToList();
        // a real server's figures before a simulated one's, then the session that came furthest, then the latest
        return measured.OrderBy(result => result.IsSimulated).ThenByDescending(result => Runs(result).Count).FirstOrDefault() is { } best
            ? Measured(plan, variant, best, sessions)
            : Unmeasured(plan, variant, sessions);
    }

    private static VariantProgress Measured(Plan plan, Variant variant, VariantResult result, List<SessionState> sessions)
    {
        var progress = new VariantProgress { Variant = variant, Stage = VariantStage.Begun, Reason = result.Failure, Runs = Runs(result), Summary = VariantSummary.Of(result), IsSimulated = result.IsSimulated };
        if (progress.Blocks >= plan.Settings.Blocks)
            return progress with { Stage = VariantStage.Done };
        if (sessions.Any(session => session.IsRunning && session.Header.Session == result.Session))
            return progress with { Stage = VariantStage.Running };
        return result.Failure is not null && progress.Runs.Count == 0 ? progress with { Stage = VariantStage.Failed } : progress;
    }

    private static VariantProgress Unmeasured(Plan plan, Variant variant, List<SessionState> sessions)
    {
        var missing = sessions.FirstOrDefault()?.Header.Missing.FirstOrDefault(one => one.Variant == variant.Id);
        var leftOut = RunMatrix.WhyLeftOut(plan, variant, new MatrixOptions { Seed = 1 });
        return variant.Status switch
        {
            { State: VariantState.Archived } => new() { Variant = variant, Stage = VariantStage.Archived, Reason = leftOut },
            { State: VariantState.Failed, ClaimedReason: var claim } => new() { Variant = variant, Stage = VariantStage.Failed, Reason = $"claimed: {claim}" },
            _ when missing is not null => new() { Variant = variant, Stage = VariantStage.Skipped, Reason = missing.FetchLine is { } line ? $"{missing.Reason}; {line}" : missing.Reason },
            _ when leftOut is not null => new() { Variant = variant, Stage = VariantStage.Skipped, Reason = leftOut },
            _ => new() { Variant = variant, Stage = VariantStage.Waiting },
        };
    }

    private static HashSet<string> Runs(VariantResult result) => [.. result.Loads.Where(load => load.Failure is null).Select(load => load.Run)];
}

/// <summary>One session as its files show it now.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="IsRunning">Some process is writing to it.</param>
public sealed record SessionState(string Plan, SessionHeader Header, bool IsRunning, IReadOnlyList<VariantResult> Results);
