using LlmObs.Measurements;
using LlmObs.Simulator.Hazards;

namespace LlmObs.Runner.Tests.Servers.Hazards;

/// <summary>What a scenario is compared by, line by line, so that a failure shows all that differs.</summary>
internal static class Facts
{
    public static IReadOnlyList<string> Expected(HazardExpectation expected) =>
    [
        $"outcome {expected.Outcome} {expected.Code}",
        $"thinking {Short(expected.Reasoning)}",
        $"answer {Short(expected.Answer)}",
        $"finish {expected.FinishReason}",
        $"usage {expected.Usage?.PromptTokens} {expected.Usage?.CompletionTokens} {expected.Usage?.ReasoningTokens} {expected.Usage?.CachedTokens}",
        $"retry after {expected.RetryAfter}",
        $"malformed {expected.MalformedEvents}",
        $"other model {expected.Model}",
    ];

    public static IReadOnlyList<string> Seen(RequestTimeline timeline, HazardExpectation expected)
    {
        var outcome = RequestOutcome.Of(timeline);
        var answer = expected.RepeatedAnswer is { Length: > 0 } repeated ? WithoutRepetition(timeline.Answer, expected.Answer, repeated) : timeline.Answer;
        return
        [
            $"outcome {outcome.Name} {outcome.Code}",
            $"thinking {Short(timeline.Reasoning)}",
            $"answer {Short(answer)}",
            $"finish {timeline.FinishReason}",
            $"usage {timeline.Usage?.PromptTokens} {timeline.Usage?.CompletionTokens} {timeline.Usage?.ReasoningTokens} {timeline.Usage?.CachedTokens}",
            $"retry after {timeline.RetryAfter}",
            $"malformed {timeline.MalformedEvents}",
            $"other model {(timeline.ResponseModel is "hazard" ? null : timeline.ResponseModel)}",
        ];
    }

    /// <summary>What follows the answer must be whole repetitions.</summary>
    private static string WithoutRepetition(string seen, string answer, string repeated)
    {
        while (seen.Length > answer.Length && seen.EndsWith(repeated, StringComparison.Ordinal))
            seen = seen[..^repeated.Length];
        return seen;
    }

    private static string Short(string text) => text.Length <= 200 ? text : $"{text[..50]}… of {text.Length}";
}
