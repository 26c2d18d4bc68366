using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Tests.Measurements;

namespace LlmObs.Tests.Conditions;

public sealed class RequestSpanTests
{
    [Fact]
    public void It_lies_at_the_wall_time_of_the_request()
    {
        var timeline = Timelines.Of(1100, Timelines.Steady(11, 100, 100)).With(completion: 11, prompt: 20, cached: 0) with { SentAt = Watching.Zero };

        var span = RequestSpan.Of(timeline);

        Assert.Equal((Watching.Time(0, 1.1), Watching.Time(0.1, 1.1), 11), (span.Time, span.Decode!.Value, span.OutputTokens!.Value));
    }

    [Fact]
    public void A_request_without_text_has_no_tokens_and_one_without_a_count_has_unknown_ones()
    {
        Assert.Equal(0, RequestSpan.Of(Timelines.Of(60) with { End = StreamEnd.ConnectionReset, Usage = null }).OutputTokens);
        Assert.Null(RequestSpan.Of(Timelines.Of(900, Timelines.Steady(5, 100, 100)) with { Usage = null }).OutputTokens);
    }
}
