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
        var own = sessions.Where(session => session.Plan.Name == plan.Name).OrderByDescending(session => session.Header.StartedAt).ToList();
        return [.. plan.Variants.Select(variant => Of(plan, variant, own))];
    }

    private static VariantProgress Of(Plan plan, Variant variant, List<SessionState> sessions)
    {
        var measured = sessions.SelectMany(session => session.Results.Where(result => result.Variant.Id == variant.Id && result.Loads.Count > 0).Select(result => (Session: session, Result: result)));
        // a real server's figures before a simulated one's, then the session that came furthest, then the latest
        return measured.OrderBy(one => one.Result.IsSimulated).ThenByDescending(one => Runs(one.Session, variant).Count).FirstOrDefault() is { Result: not null } best
            ? Measured(plan, variant, best.Result, best.Session)
            : Unmeasured(plan, variant, sessions);
    }

    private static VariantProgress Measured(Plan plan, Variant variant, VariantResult result, SessionState session)
    {
        var progress = new VariantProgress
        {
            Variant = variant,
            Stage = VariantStage.Begun,
            Reason = result.Failure,
            Runs = Runs(session, variant),
            OpenSweeps = Sweeps(plan, variant, session.Entries),
            Summary = VariantSummary.Of(result),
            IsSimulated = result.IsSimulated,
        };
        var areBlocksDone = progress.Blocks >= plan.Settings.Blocks;
        if (areBlocksDone && progress.OpenSweeps.Count == 0)
            return progress with { Stage = VariantStage.Done };
        if (session.IsRunning)
            return progress with { Stage = VariantStage.Running };
        if (areBlocksDone)
            return progress with { Reason = progress.Reason ?? $"its {string.Join(" and ", progress.OpenSweeps.Select(kind => kind.ToString().ToLowerInvariant()))} sweep is not done" };
        return result.Failure is not null && progress.Runs.Count == 0 ? progress with { Stage = VariantStage.Failed } : progress;
    }

    private static VariantProgress Unmeasured(Plan plan, Variant variant, List<SessionState> sessions)
    {
        var missing = sessions.FirstOrDefault()?.Header.Missing.FirstOrDefault(one => one.Variant == variant.Id);
        var leftOut = RunMatrix.WhyLeftOut(plan, variant, new MatrixOptions { Seed = 1 });
        var progress = new VariantProgress { Variant = variant, Stage = VariantStage.Waiting, OpenSweeps = Sweeps(plan, variant, []) };
        return variant.Status switch
        {
            { State: VariantState.Archived } => progress with { Stage = VariantStage.Archived, Reason = leftOut },
            { State: VariantState.Failed, ClaimedReason: var claim } => progress with { Stage = VariantStage.Failed, Reason = $"claimed: {claim}" },
            _ when missing is not null => progress with { Stage = VariantStage.Skipped, Reason = missing.FetchLine is { } line ? $"{missing.Reason}; {line}" : missing.Reason },
            _ when leftOut is not null => progress with { Stage = VariantStage.Skipped, Reason = leftOut },
            _ => progress,
        };
    }

    private static HashSet<string> Runs(SessionState session, Variant variant) =>
        [.. session.Blocks.SelectMany(block => block.Runs).Where(run => run.Variant.Id == variant.Id && session.Over.Contains(run.Id)).Select(run => run.Id)];

    /// <summary>What the plan as it is now asks for and the session has not brought to its end.</summary>
    private static IReadOnlyList<SweepKind> Sweeps(Plan plan, Variant variant, IReadOnlyList<JournalEntry> entries)
    {
        var options = new MatrixOptions { Seed = 1, OnlyVariants = [variant.Id], Attachments = MatrixOptions.WithoutText(plan) };
        var run = RunMatrix.Expand(plan with { Settings = plan.Settings with { Blocks = 1 } }, options).SelectMany(block => block.Runs).FirstOrDefault(run => run.Sweeps is not null);
        return run is null ? [] : OpenWork.OpenSweeps(run, entries);
    }
}
