using System.Globalization;
using LlmObs.Plans;
using LlmObs.Statistics;
using LlmObs.Sweeps;

namespace LlmObs.Results;

/// <summary>Makes the result of a variant's context sweep from its journal.</summary>
internal static class ContextSweepResults
{
    /// <summary>Null where the plan asks for none, or it has not begun.</summary>
    public static ContextSweepResult? Of(Plan plan, Variant variant, IReadOnlyList<JournalEntry> entries)
    {
        var end = entries.OfType<JournalEntry.SweepEnd>().LastOrDefault(one => one.Sweep == SweepKind.Context);
        var hasBegun = entries.OfType<JournalEntry.SweepLoad>().Any(load => load.Sweep == SweepKind.Context);
        if (plan.Settings.ContextSweep is not { } sweep || (end is null && !hasBegun))
            return null;
        var course = new ContextSweepCourse(sweep, plan.Models.FirstOrDefault(model => model.Id == variant.Model)?.MaximumContextTokens, entries);
        var usable = course.Steps.TakeWhile(step => step.Problem is null).LastOrDefault()?.ContextTokens;
        var (limit, reason) = end?.Failure is { } failure && course.Steps.Count == 0 ? (course.Stopped is null && (course.Refused.Count > 0 || course.Barrier is not null) ? ContextProblem.LoadRefused : (ContextProblem?)null, failure) : Limit(sweep, course, end?.Failure);
        var fit = PooledSlope.Of(course.Memory.Select(one => ("", (double)one.ContextTokens, (double)one.OverBaselineBytes)));
        return new ContextSweepResult
        {
            IsComplete = end is not null,
            MaximumContextTokens = course.Maximum,
            LoadedContextTokens = course.Working?.ContextTokens,
            UsableContextTokens = usable,
            Limit = limit,
            LimitReason = reason,
            Steps = course.Steps,
            Memory = course.Memory,
            BytesPerToken = fit?.Slope,
            WhyNoBytesPerToken = fit is null ? WhyNoSlope(course) : null,
        };
    }

    /// <summary>Why what comes after the usable one is not.</summary>
    private static (ContextProblem? Limit, string? Reason) Limit(ContextSweep sweep, ContextSweepCourse course, string? failure)
    {
        if (course.Steps.FirstOrDefault(step => step.Problem is not null) is { } failed)
            return (failed.Problem, string.Create(CultureInfo.InvariantCulture, $"At {failed.ContextTokens:N0} tokens: {failed.Reason}"));
        if ((course.Stopped ?? (course.Working is null ? null : failure)) is { } stopped)
            return (null, string.Create(CultureInfo.InvariantCulture, $"{(course.Steps is [.., var last] ? $"Not known above {last.ContextTokens:N0} tokens" : "Not known")}: {stopped}"));
        if (course.Refused is [.., var refused])
            return (refused.FailureCause == LoadFailureCause.NotAsAsked ? ContextProblem.NotAsAsked : ContextProblem.LoadRefused, string.Create(CultureInfo.InvariantCulture, $"{(refused.AskedContextTokens is { } asked ? $"A load with {asked:N0} tokens failed" : "The load failed")}: {refused.Failure}"));
        if (course is { Barrier: { ContextTokens: { } tooMuch } barrier, Working.AskedContextTokens: { } less } && less < tooMuch)
            return (barrier.Cause == LoadFailureCause.NotAsAsked ? ContextProblem.NotAsAsked : ContextProblem.LoadRefused, string.Create(CultureInfo.InvariantCulture, $"The run's load with {tooMuch:N0} tokens failed: {barrier.Failure}"));
        return course.Working is not { ContextTokens: { } loaded } working || course.Steps.Count == 0 || loaded >= Math.Min(course.Maximum ?? int.MaxValue, sweep.MaximumTokens ?? int.MaxValue)
            ? AtTheTop(sweep, course)
            : working.WasLoadedBefore
                ? (ContextProblem.LoadedWithLess, string.Create(CultureInfo.InvariantCulture, $"It was loaded before with {loaded:N0} tokens, and was not loaded anew."))
                : (ContextProblem.Clamped, string.Create(CultureInfo.InvariantCulture, $"{working.AskedContextTokens:N0} tokens were asked for, and the server gave {loaded:N0} in silence."));
    }

    private static (ContextProblem? Limit, string? Reason) AtTheTop(ContextSweep sweep, ContextSweepCourse course) => sweep.MaximumTokens < (course.Maximum ?? int.MaxValue) && course.Steps.Count > 0
        ? (ContextProblem.NotAsked, string.Create(CultureInfo.InvariantCulture, $"The plan asks for no more than {sweep.MaximumTokens:N0} tokens."))
        : (null, null);

    private static string WhyNoSlope(ContextSweepCourse course) => course switch
    {
        { Working.WasLoadedBefore: true } => "the model was loaded before, so its memory was not seen to come",
        { Working: null } => "nothing loaded",
        { Memory.Count: 0 } => "nobody watched the machine's memory",
        _ => "only one context was loaded",
    };
}
