using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>Makes the result of a variant's rate sweep from its journal.</summary>
internal static class RateSweepResults
{
    /// <summary>Null where the plan asks for none, or it has not begun.</summary>
    public static RateSweepResult? Of(SessionHeader header, Plan plan, IReadOnlyList<JournalEntry> entries)
    {
        var end = entries.OfType<JournalEntry.SweepEnd>().LastOrDefault(one => one.Sweep == SweepKind.Rate);
        var load = entries.OfType<JournalEntry.SweepLoad>().LastOrDefault(one => one.Sweep == SweepKind.Rate);
        if (plan.Settings.RateSweep is not { } sweep || (end is null && load is null))
            return null;
        var course = new RateSweepCourse(sweep, entries, header.Machine.ClockResolutionSeconds);
        var isNotLoaded = course.Levels.Count == 0 && end?.Failure is not null && load is not ({ Failure: null } or { FailureCause: LoadFailureCause.ServerGone });
        return new RateSweepResult
        {
            IsComplete = end is not null,
            Case = sweep.Case ?? plan.Cases.FirstOrDefault(one => one.Passes.Contains(Pass.Speed) && one.Models is null)?.Id,
            Arrivals = sweep.Arrivals,
            ParallelSlots = load?.ParallelSlots,
            Levels = course.Levels,
            HighestGoodRate = course.HighestGoodRate,
            LowestBadRate = course.LowestBadRate,
            Stop = isNotLoaded ? RateStop.NotLoaded : course.Stop,
            StopReason = course.StopReason ?? end?.Failure,
        };
    }
}
