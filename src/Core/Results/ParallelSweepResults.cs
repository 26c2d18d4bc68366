using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>Makes the result of a variant's parallel sweep from its journal.</summary>
internal static class ParallelSweepResults
{
    /// <summary>Null where the plan asks for none, or it has not begun.</summary>
    public static ParallelSweepResult? Of(SessionHeader header, Plan plan, IReadOnlyList<JournalEntry> entries)
    {
        var end = entries.OfType<JournalEntry.SweepEnd>().LastOrDefault(one => one.Sweep == SweepKind.Parallel);
        var load = entries.OfType<JournalEntry.SweepLoad>().LastOrDefault(one => one.Sweep == SweepKind.Parallel);
        if (plan.Settings.ParallelSweep is not { } sweep || (end is null && load is null))
            return null;
        var course = new ParallelSweepCourse(sweep, entries, header.Machine.ClockResolutionSeconds);
        var isNotLoaded = course.Levels.Count == 0 && end?.Failure is not null && load is not ({ Failure: null } or { FailureCause: LoadFailureCause.ServerGone });
        return new ParallelSweepResult
        {
            IsComplete = end is not null,
            Case = sweep.Case ?? plan.Cases.FirstOrDefault(one => one.Passes.Contains(Pass.Speed) && one.Models is null)?.Id,
            ParallelSlots = load?.ParallelSlots,
            Levels = course.Levels,
            BestStreams = course.BestStreams,
            LargestWithinBound = course.LargestWithinBound,
            Stop = isNotLoaded ? ParallelStop.NotLoaded : course.Stop,
            StopReason = course.StopReason ?? end?.Failure,
        };
    }
}
