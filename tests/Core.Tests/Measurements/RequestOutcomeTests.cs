using LlmObs.Measurements;
using static LlmObs.Tests.Measurements.Timelines;

namespace LlmObs.Tests.Measurements;

/// <summary>How a request ended, for every way a stream can end, with and without text.</summary>
public sealed class RequestOutcomeTests
{
    [Theory]
    [InlineData(StreamEnd.Done, "stop")]
    [InlineData(StreamEnd.Done, "length")]
    [InlineData(StreamEnd.EndOfStream, "stop")]
    [InlineData(StreamEnd.ConnectionReset, "stop")]
    [InlineData(StreamEnd.IdleTimeout, "tool_calls")]
    [InlineData(StreamEnd.TotalTimeout, "content_filter")]
    public void Text_and_a_finish_reason_are_completed_however_the_connection_ended(StreamEnd end, string finish)
    {
        var outcome = RequestOutcome.Of(WithText(end, finish));

        Assert.Equal(new RequestOutcome.Completed(), outcome);
        Assert.Equal("completed", outcome.Name);
    }

    [Theory]
    [InlineData(StreamEnd.Done, "no-finish-reason")]
    [InlineData(StreamEnd.EndOfStream, "no-finish-reason")]
    [InlineData(StreamEnd.ConnectionReset, "connection-reset")]
    [InlineData(StreamEnd.InvalidHttp, "invalid-http")]
    [InlineData(StreamEnd.IdleTimeout, "idle-timeout")]
    [InlineData(StreamEnd.TotalTimeout, "total-timeout")]
    public void Text_without_a_finish_reason_is_truncated(StreamEnd end, string code) =>
        AssertIs<RequestOutcome.Truncated>("truncated", code, WithText(end, finish: null));

    [Theory]
    [InlineData(StreamEnd.Done, "stop")]
    [InlineData(StreamEnd.EndOfStream, "length")]
    [InlineData(StreamEnd.Done, null)]
    [InlineData(StreamEnd.EndOfStream, null)]
    public void A_good_end_without_a_token_is_empty(StreamEnd end, string? finish) =>
        AssertIs<RequestOutcome.Empty>("empty", "no-tokens", Silent(end, finish));

    [Theory]
    [InlineData(StreamEnd.ConnectionReset, "connection-reset")]
    [InlineData(StreamEnd.InvalidHttp, "invalid-http")]
    [InlineData(StreamEnd.IdleTimeout, "idle-timeout")]
    [InlineData(StreamEnd.TotalTimeout, "total-timeout")]
    [InlineData(StreamEnd.ConnectFailed, "connect-failed")]
    [InlineData(StreamEnd.NotAStream, "not-a-stream")]
    [InlineData(StreamEnd.ErrorEvent, "error-event")]
    [InlineData(StreamEnd.Cancelled, "cancelled")]
    public void A_bad_end_without_text_is_failed(StreamEnd end, string code) =>
        AssertIs<RequestOutcome.Failed>("failed", code, Silent(end, finish: null));

    [Theory]
    [InlineData(StreamEnd.ErrorEvent, "stop", "error-event")]
    [InlineData(StreamEnd.Cancelled, "stop", "cancelled")]
    [InlineData(StreamEnd.Done, "error", "finish-error")]
    [InlineData(StreamEnd.Done, "abort", "finish-error")]
    public void The_servers_word_that_it_failed_and_the_users_stop_outweigh_text(StreamEnd end, string finish, string code) =>
        AssertIs<RequestOutcome.Failed>("failed", code, WithText(end, finish));

    [Theory]
    [InlineData(429), InlineData(503)]
    public void A_server_that_is_busy_or_not_ready_refuses(int status) =>
        AssertIs<RequestOutcome.Refused>("refused", $"http-{status}", Silent(StreamEnd.HttpError, finish: null) with { StatusCode = status });

    [Theory]
    [InlineData(400), InlineData(401), InlineData(404), InlineData(500), InlineData(502), InlineData(301)]
    public void Any_other_status_is_failed(int status) =>
        AssertIs<RequestOutcome.Failed>("failed", $"http-{status}", Silent(StreamEnd.HttpError, finish: null) with { StatusCode = status });

    [Fact]
    public void The_reason_holds_what_the_server_said_and_when_it_wants_to_be_asked_again()
    {
        var refused = RequestOutcome.Of(Silent(StreamEnd.HttpError, finish: null) with { StatusCode = 503, Error = "loading model", RetryAfter = TimeSpan.FromSeconds(5) });
        var failed = RequestOutcome.Of(WithText(StreamEnd.ErrorEvent, finish: null) with { Error = "out of memory" });

        Assert.Equal("The server is not ready or too busy (HTTP 503): loading model It asks to wait 5 s.", refused.Reason);
        Assert.Equal("The server reported an error after its 200: out of memory", failed.Reason);
    }

    [Fact]
    public void A_tool_call_is_output_though_it_has_no_text()
    {
        var timeline = Of(900, Timelines.Silent(100, 0, EventKinds.ToolCall));

        Assert.IsType<RequestOutcome.Completed>(RequestOutcome.Of(timeline with { FinishReason = "tool_calls" }));
        AssertIs<RequestOutcome.Truncated>("truncated", "connection-reset", timeline with { End = StreamEnd.ConnectionReset, FinishReason = null });
    }

    [Fact]
    public void Thinking_alone_is_output() => Assert.IsType<RequestOutcome.Completed>(RequestOutcome.Of(Of(900, Reasoning(100, 0)) with { FinishReason = "length" }));

    [Fact]
    public void Every_way_a_stream_can_end_has_an_outcome_and_only_completed_has_no_reason()
    {
        var timelines = Enum.GetValues<StreamEnd>().SelectMany(end => new[] { Silent(end, null), Silent(end, "stop"), WithText(end, null), WithText(end, "stop") });

        Assert.All(timelines.Select(RequestOutcome.Of), outcome =>
        {
            Assert.Equal(outcome is RequestOutcome.Completed, outcome.Code is null);
            Assert.Equal(outcome is RequestOutcome.Completed, string.IsNullOrWhiteSpace(outcome.Reason));
        });
    }

    private static RequestTimeline WithText(StreamEnd end, string? finish) => Of(900, Answer(100, 0), Answer(200, 1)) with { End = end, FinishReason = finish };

    private static RequestTimeline Silent(StreamEnd end, string? finish) => Of(900, Timelines.Silent(100, 0)) with { End = end, FinishReason = finish };

    private static void AssertIs<T>(string name, string code, RequestTimeline timeline)
        where T : RequestOutcome
    {
        var outcome = RequestOutcome.Of(timeline);

        Assert.IsType<T>(outcome);
        Assert.Equal((name, code), (outcome.Name, outcome.Code));
    }
}
