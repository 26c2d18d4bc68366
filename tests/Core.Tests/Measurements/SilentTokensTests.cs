using LlmObs.Measurements;

namespace LlmObs.Tests.Measurements;

/// <summary>Tokens that the server counts and whose text never came.</summary>
public sealed class SilentTokensTests
{
    [Fact]
    public void Tokens_that_all_came_as_text_make_a_decode_speed() =>
        Assert.NotNull(RequestMeasurement.Of(Timeline(EventKinds.Answer, reasoningTokens: null)).DecodeTokensPerSecond);

    [Theory, InlineData(EventKinds.Answer | EventKinds.ToolCall, null), InlineData(EventKinds.Answer, 60)]
    public void A_tool_call_or_hidden_thinking_leaves_an_estimate_from_the_text_alone(EventKinds kinds, int? reasoningTokens)
    {
        var measured = RequestMeasurement.Of(Timeline(kinds, reasoningTokens));

        Assert.Null(measured.DecodeTokensPerSecond);
        Assert.Null(measured.TimePerOutputToken);
        Assert.Null(measured.DecodeUncertainty);
        Assert.Equal(50, measured.EstimatedDecodeTokensPerSecond!.Value, 6);
        Assert.Equal(100, measured.OutputTokens);
    }

    [Fact]
    public void Thinking_that_was_streamed_is_text() =>
        Assert.NotNull(RequestMeasurement.Of(Timeline(EventKinds.Reasoning, reasoningTokens: 60)).DecodeTokensPerSecond);

    [Fact]
    public void A_report_of_no_token_beside_text_is_not_believed()
    {
        var measured = RequestMeasurement.Of(Timeline(EventKinds.Answer, reasoningTokens: null) with { Usage = new TokenUsage { CompletionTokens = 0 } });

        Assert.Null(measured.OutputTokens);
        Assert.Null(measured.OutputTokensPerSecond);
        Assert.Equal(50, measured.EstimatedDecodeTokensPerSecond!.Value, 6);
    }

    [Fact]
    public void No_token_and_no_text_is_a_count_of_zero() =>
        Assert.Equal(0, RequestMeasurement.Of(Timeline(EventKinds.Other, reasoningTokens: null) with { Usage = new TokenUsage { CompletionTokens = 0 } }).OutputTokens);

    /// <summary>40 texts, one every 20 ms, of 100 counted tokens.</summary>
    private static RequestTimeline Timeline(EventKinds kinds, int? reasoningTokens) => new()
    {
        SentAt = DateTimeOffset.UnixEpoch,
        SentTimestamp = 0,
        EndAt = TimeSpan.FromSeconds(1),
        End = StreamEnd.Done,
        FinishReason = "stop",
        Events = [.. Enumerable.Range(0, 40).Select(index => new TimelineEvent(TimeSpan.FromMilliseconds(100 + 20 * index), index, kinds, 60, kinds.HasFlag(EventKinds.Reasoning) ? 4 : 0, kinds.HasFlag(EventKinds.Answer) ? 4 : 0))],
        Usage = new TokenUsage { CompletionTokens = 100, ReasoningTokens = reasoningTokens },
    };
}
