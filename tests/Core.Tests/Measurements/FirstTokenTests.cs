using LlmObs.Measurements;
using static LlmObs.Tests.Measurements.Timelines;

namespace LlmObs.Tests.Measurements;

/// <summary>When the first text came, and the last.</summary>
public sealed class FirstTokenTests
{
    [Fact]
    public void The_first_token_is_the_first_text_not_the_role_chunk_or_an_empty_delta()
    {
        var timeline = Of(900, Silent(50, 0), Silent(70, 1, EventKinds.Answer), Silent(90, 2, EventKinds.Progress), Answer(120, 3), Answer(150, 4)) with { HeadersAt = TimeSpan.FromMilliseconds(20) };

        var figures = RequestMeasurement.Of(timeline);

        Assert.Equal(TimeSpan.FromMilliseconds(120), figures.TimeToFirstToken);
        Assert.Equal(TimeSpan.FromMilliseconds(120), figures.TimeToFirstAnswer);
    }

    [Fact]
    public void Thinking_is_the_first_token_and_the_answer_has_its_own_first()
    {
        var figures = RequestMeasurement.Of(Of(900, Silent(50, 0), Reasoning(100, 1), Reasoning(200, 2), Answer(500, 3), Answer(700, 4), Silent(710, 5, EventKinds.Finish)));

        Assert.Equal(TimeSpan.FromMilliseconds(100), figures.TimeToFirstToken);
        Assert.Equal(TimeSpan.FromMilliseconds(500), figures.TimeToFirstAnswer);
        Assert.Equal(TimeSpan.FromMilliseconds(700), figures.TimeToCompleteAnswer);
    }

    [Fact]
    public void An_event_with_thinking_and_answer_begins_both()
    {
        var both = new TimelineEvent(TimeSpan.FromMilliseconds(80), 0, EventKinds.Reasoning | EventKinds.Answer, 60, ReasoningBytes: 3, AnswerBytes: 5);

        var figures = RequestMeasurement.Of(Of(100, both));

        Assert.Equal((both.At, both.At, both.At), (figures.TimeToFirstToken!.Value, figures.TimeToFirstAnswer!.Value, figures.TimeToCompleteAnswer!.Value));
        Assert.Equal(5 / 0.08, figures.AnswerBytesPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void A_budget_that_ends_within_thinking_has_a_first_token_and_no_answer()
    {
        var figures = RequestMeasurement.Of(Of(900, Reasoning(100, 0), Reasoning(200, 1)));

        Assert.Equal(TimeSpan.FromMilliseconds(100), figures.TimeToFirstToken);
        Assert.Null(figures.TimeToFirstAnswer);
        Assert.Null(figures.TimeToCompleteAnswer);
        Assert.Null(figures.AnswerBytesPerSecond);
    }

    [Fact]
    public void Thinking_after_the_answer_does_not_make_the_answer_later()
    {
        var figures = RequestMeasurement.Of(Of(900, Answer(100, 0), Answer(300, 1), Reasoning(600, 2)));

        Assert.Equal(TimeSpan.FromMilliseconds(300), figures.TimeToCompleteAnswer);
        Assert.Equal(TimeSpan.FromMilliseconds(300), figures.TailLatency);
    }

    [Fact]
    public void The_answers_bytes_are_divided_by_the_time_to_complete_it()
    {
        var figures = RequestMeasurement.Of(Of(900, Reasoning(100, 0, bytes: 1000), Answer(200, 1, bytes: 30), Answer(400, 2, bytes: 50)));

        Assert.Equal(80 / 0.4, figures.AnswerBytesPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void The_tail_is_from_the_last_text_to_the_end()
    {
        var figures = RequestMeasurement.Of(Of(1000, Answer(100, 0), Answer(600, 1), Silent(950, 2, EventKinds.Usage)));

        Assert.Equal(TimeSpan.FromMilliseconds(400), figures.TailLatency);
        Assert.Equal(TimeSpan.FromMilliseconds(1000), figures.Duration);
    }

    [Fact]
    public void A_stream_without_text_has_its_duration_and_nothing_else()
    {
        var figures = RequestMeasurement.Of(Of(700, Silent(50, 0), Silent(600, 1, EventKinds.Finish)).With(completion: 0));

        Assert.Equal(
            new RequestMeasurement { Duration = TimeSpan.FromMilliseconds(700), OutputTokens = 0, OutputTokensPerSecond = 0, InterChunkLatencies = figures.InterChunkLatencies },
            figures);
        Assert.Empty(figures.InterChunkLatencies);
    }

    [Fact]
    public void Gaps_are_between_reads_that_brought_text()
    {
        var figures = RequestMeasurement.Of(Of(900,
            Silent(10, 0), Answer(100, 1), Answer(100, 1), Silent(150, 2), Answer(180, 3), Reasoning(260, 4), Answer(260, 4), Answer(300, 5)));

        Assert.Equal([80, 80, 40], figures.InterChunkLatencies.Select(gap => gap.TotalMilliseconds));
        Assert.Equal(6, figures.TextEvents);
    }

    [Fact]
    public void A_single_read_has_no_gap() => Assert.Empty(RequestMeasurement.Of(Of(900, Answer(100, 0), Answer(100, 0))).InterChunkLatencies);
}
