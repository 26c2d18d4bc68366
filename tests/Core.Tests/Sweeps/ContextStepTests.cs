using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Sweeps;
using LlmObs.Tests.Measurements;

namespace LlmObs.Tests.Sweeps;

public sealed class ContextStepTests
{
    private static readonly ContextSweep Sweep = new() { MinimumDecodeTokensPerSecond = 20 };
    private static readonly IReadOnlyList<Needle> Needles = [new(0.1, "amber", "111111"), new(0.5, "cobalt", "222222"), new(0.9, "ivory", "333333")];
    private const string All = "amber 111111, cobalt 222222, ivory 333333";

    [Theory]
    [InlineData(All, 8000, 25, null)]
    [InlineData(All, 6000, 25, ContextProblem.Truncated)]
    [InlineData(All, 6500, 25, null)]
    [InlineData("amber 111111, ivory 333333", 8000, 25, ContextProblem.NeedleMissed)]
    [InlineData("ivory 333333", 8000, 25, ContextProblem.BeginningMissed)]
    [InlineData("amber 111111", 8000, 25, ContextProblem.NeedleMissed)]
    [InlineData("I saw no doors.", 8000, 25, ContextProblem.NeedleMissed)]
    [InlineData("", 8000, 25, ContextProblem.NoAnswer)]
    [InlineData(All, 8000, 60, ContextProblem.TooSlow)]
    public void What_was_seen_tells_what_is_wrong(string answer, int counted, int gap, ContextProblem? problem)
    {
        var step = Of(Stream(counted, gap) with { Answer = answer });

        Assert.Equal((problem, problem is null), (step.Problem, step.Reason is null));
    }

    [Fact]
    public void A_prompt_nobody_counted_has_no_length()
    {
        Assert.Equal(ContextProblem.TokensUnknown, Of(Stream(8000, 25) with { Usage = null, Answer = All }).Problem);
    }

    [Fact]
    public void A_request_that_failed_says_why_and_one_over_the_limit_took_too_long()
    {
        var failed = Of(Timelines.Of(10) with { End = StreamEnd.HttpError, StatusCode = 400, Error = "too long", FinishReason = null });
        var late = Of(Timelines.Of(10) with { End = StreamEnd.TotalTimeout, Error = "no end.", FinishReason = null });

        Assert.Equal((ContextProblem.RequestFailed, "HTTP 400: too long"), (failed.Problem, failed.Reason));
        Assert.Equal(ContextProblem.TookTooLong, late.Problem);
        Assert.False(failed.MayGoOn || late.MayGoOn);
    }

    [Fact]
    public void Its_figures_are_those_of_the_request()
    {
        var step = Of(Stream(8000, 25) with { Answer = All });

        Assert.Equal((8000, 2.0, 4000.0, 40.0), (step.PromptTokens, step.TimeToFirstTokenSeconds, step.PrefillTokensPerSecond, step.DecodeTokensPerSecond));
        Assert.Equal([0.1, 0.5, 0.9], step.FoundAt);
        Assert.Empty(step.MissedAt);
    }

    private static ContextStep Of(RequestTimeline timeline) =>
        ContextStep.Of(Sweep, new ContextProbe { ContextTokens = 8192, Characters = 32_000, ExpectedPromptTokens = 8000, Needles = Needles }, timeline, RequestOutcome.Of(timeline));

    /// <summary>The first token after two seconds.</summary>
    private static RequestTimeline Stream(int prompt, int gap) => Timelines.Of(2000 + 100 * gap, Timelines.Steady(101, 2000, gap)).With(completion: 101, prompt: prompt, cached: 0);
}
