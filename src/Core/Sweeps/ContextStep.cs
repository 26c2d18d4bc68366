using System.Globalization;
using LlmObs.Measurements;
using LlmObs.Plans;

namespace LlmObs.Sweeps;

/// <summary>What came of filling a context: whether it is usable, and one point of each curve.</summary>
public sealed record ContextStep
{
    /// <summary>A server that counts less than this share of what was sent has cut it.</summary>
    private const double LeastShareCounted = 0.8;

    /// <summary>Seconds under which no decode speed is told.</summary>
    private const double LeastTime = 0.25;

    public required int ContextTokens { get; init; }

    /// <summary>As the server counted them.</summary>
    public int? PromptTokens { get; init; }

    public int? ExpectedPromptTokens { get; init; }

    public double? TimeToFirstTokenSeconds { get; init; }

    /// <summary>(prompt tokens − cached) / TTFT: an estimate.</summary>
    public double? PrefillTokensPerSecond { get; init; }

    public double? ReportedPrefillTokensPerSecond { get; init; }

    public double? DecodeTokensPerSecond { get; init; }

    /// <summary>Depths whose needle is in the answer.</summary>
    public required IReadOnlyList<double> FoundAt { get; init; }

    public required IReadOnlyList<double> MissedAt { get; init; }

    /// <summary>Null where it is usable.</summary>
    public ContextProblem? Problem { get; init; }

    public string? Reason { get; init; }

    /// <summary>Whether a larger one is tried all the same, for the curves: what was missed is no reason not to know how long it takes.</summary>
    public bool MayGoOn => Problem is null or ContextProblem.NeedleMissed or ContextProblem.BeginningMissed or ContextProblem.NoAnswer or ContextProblem.SpeedUnknown;

    public static ContextStep Of(ContextSweep sweep, ContextProbe probe, RequestTimeline timeline, RequestOutcome outcome)
    {
        var seen = RequestMeasurement.Of(timeline);
        var found = probe.Needles.ToLookup(needle => needle.IsIn(timeline.Answer), needle => needle.Depth);
        var step = new ContextStep
        {
            ContextTokens = probe.ContextTokens,
            PromptTokens = seen.PromptTokens,
            ExpectedPromptTokens = probe.ExpectedPromptTokens,
            TimeToFirstTokenSeconds = seen.TimeToFirstToken?.TotalSeconds,
            PrefillTokensPerSecond = seen.PrefillTokensPerSecond,
            ReportedPrefillTokensPerSecond = timeline.Timings is { PromptTokens: { } prompt, PromptTime: { Ticks: > 0 } took } ? prompt / took.TotalSeconds : null,
            DecodeTokensPerSecond = seen.DecodeTokensPerSecond,
            FoundAt = [.. found[true]],
            MissedAt = [.. found[false]],
        };
        var (problem, reason) = WhatIsWrong(sweep, step, timeline, outcome);
        return step with { Problem = problem, Reason = reason };
    }

    private static (ContextProblem? Problem, string? Reason) WhatIsWrong(ContextSweep sweep, ContextStep step, RequestTimeline timeline, RequestOutcome outcome) => step switch
    {
        _ when timeline.End == StreamEnd.TotalTimeout || (timeline.End == StreamEnd.IdleTimeout && PassingFault.HasReached(sweep.StepLimit, timeline)) => (ContextProblem.TookTooLong, $"It was not done after {Duration.ToText(sweep.StepLimit)}, the plan's limit."),
        _ when outcome is not RequestOutcome.Completed => (ContextProblem.RequestFailed, outcome.Reason),
        { PromptTokens: null } => (ContextProblem.TokensUnknown, "The server does not say how many tokens the prompt had."),
        { PromptTokens: { } counted, ExpectedPromptTokens: { } sent } when counted < LeastShareCounted * sent =>
            (ContextProblem.Truncated, string.Create(CultureInfo.InvariantCulture, $"About {sent:N0} prompt tokens were sent and the server counted {counted:N0}: it cut the prompt in silence.")),
        { FoundAt.Count: 0 } when timeline.Answer.Length == 0 => (ContextProblem.NoAnswer, string.Create(CultureInfo.InvariantCulture, $"The {sweep.AnswerTokens:N0} tokens of room ended within the thinking: there is no answer. Give more with settings.contextSweep.answerTokens.")),
        { MissedAt.Count: > 0, FoundAt.Count: > 0 } when step.MissedAt.Max() < step.FoundAt.Min() =>
            (ContextProblem.BeginningMissed, $"What stood at {Depths(step.MissedAt)} was missed, what stood at {Depths(step.FoundAt)} found: as if the beginning had been cut off."),
        { MissedAt.Count: > 0 } => (ContextProblem.NeedleMissed, $"What stood at {Depths(step.MissedAt)} was missed{(step.FoundAt.Count == 0 ? "" : $", what stood at {Depths(step.FoundAt)} found")}."),
        { DecodeTokensPerSecond: { } speed } when speed < sweep.MinimumDecodeTokensPerSecond =>
            (ContextProblem.TooSlow, string.Create(CultureInfo.InvariantCulture, $"It decoded {speed:0.0} tok/s, less than the plan's {sweep.MinimumDecodeTokensPerSecond:0.###}.")),
        { DecodeTokensPerSecond: null } when sweep.MinimumDecodeTokensPerSecond > 0 && !(LeastSpeed(timeline) >= sweep.MinimumDecodeTokensPerSecond) =>
            (ContextProblem.SpeedUnknown, string.Create(CultureInfo.InvariantCulture, $"Its speed is not known: the answer was too short. The plan asks for {sweep.MinimumDecodeTokensPerSecond:0.###} tok/s; 0 asks for none.")),
        _ => (null, null),
    };

    /// <summary>
    /// What an answer too short for a decode speed proves all the same: its tokens but the first in no more than the time, or the least that counts where that was less.
    /// Null where it came in one read, which says nothing.
    /// </summary>
    private static double? LeastSpeed(RequestTimeline timeline)
    {
        var text = timeline.Events.Where(seen => seen.TextBytes > 0).ToList();
        return text.Count == 0 || text[0].Read == text[^1].Read ? null : (timeline.Usage?.CompletionTokens - 1) / Math.Max(LeastTime, (text[^1].At - text[0].At).TotalSeconds);
    }

    private static string Depths(IReadOnlyList<double> depths) => string.Join(", ", depths.Select(depth => string.Create(CultureInfo.InvariantCulture, $"{depth * 100:0.#} %")));
}
