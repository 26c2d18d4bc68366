using LlmObs.Measurements;
using static LlmObs.Tests.Measurements.Timelines;

namespace LlmObs.Tests.Measurements;

/// <summary>(N − k₁) / (last − first), each case worked out by hand.</summary>
public sealed class DecodeSpeedTests
{
    /// <summary>101 events 10 ms apart from 200 ms on: 100 tokens in 1 s. The server's count may be one off, for the end token.</summary>
    [Theory]
    [InlineData(101, 100.0)]
    [InlineData(100, 99.0)]
    [InlineData(102, 101.0)]
    public void Where_an_event_is_a_token_the_first_reads_events_are_left_out(int tokens, double expected)
    {
        var figures = RequestMeasurement.Of(Of(1300, Steady(101, first: 200, gap: 10)).With(completion: tokens));

        Assert.Equal(1, figures.FirstReadTokens);
        Assert.Equal(expected, figures.DecodeTokensPerSecond!.Value, 1e-9);
        Assert.Equal(1000 / expected, figures.TimePerOutputToken!.Value.TotalMilliseconds, 1e-4);
        Assert.Null(figures.EstimatedDecodeTokensPerSecond);
    }

    /// <summary>Read 0 brings five events, then 45 more 20 ms apart: (50 − 5) / 0.9 s.</summary>
    [Fact]
    public void Tokens_that_share_the_first_read_are_all_left_out()
    {
        var events = Enumerable.Repeat(Answer(300, 0), 5).Concat(Enumerable.Range(1, 45).Select(index => Answer(300 + index * 20, index))).ToArray();

        var figures = RequestMeasurement.Of(Of(1500, events).With(completion: 50));

        Assert.Equal(5, figures.FirstReadTokens);
        Assert.Equal(45 / 0.9, figures.DecodeTokensPerSecond!.Value, 1e-9);
        Assert.Equal((1 + 4) / 49.0, figures.DecodeUncertainty!.Value, 1e-12);
    }

    /// <summary>40 tokens in 4 events of 10, 20, 40 and 30 bytes: the first read has 40 × 10 / 100 = 4 tokens; (40 − 4) / 0.6 s.</summary>
    [Fact]
    public void Where_an_event_holds_many_tokens_the_first_reads_share_of_the_bytes_is_left_out()
    {
        var figures = RequestMeasurement.Of(Of(1500, Answer(400, 0, 10), Reasoning(600, 1, 20), Answer(800, 2, 40), Answer(1000, 3, 30)).With(completion: 40));

        Assert.Equal(4, figures.FirstReadTokens!.Value, 1e-12);
        Assert.Equal(60, figures.DecodeTokensPerSecond!.Value, 1e-9);
        Assert.Equal((1 + 3) / 39.0, figures.DecodeUncertainty!.Value, 1e-12);
    }

    /// <summary>40 × 1 / 400 is a tenth of a token, and text of less than one token does not exist; (40 − 1) / 0.5 s.</summary>
    [Fact]
    public void The_first_read_has_one_token_at_least()
    {
        var figures = RequestMeasurement.Of(Of(1500, Answer(500, 0, 1), Answer(800, 1, 199), Answer(1000, 2, 200)).With(completion: 40));

        Assert.Equal(1, figures.FirstReadTokens);
        Assert.Equal(78, figures.DecodeTokensPerSecond!.Value, 1e-9);
        Assert.Equal(1 / 39.0, figures.DecodeUncertainty!.Value, 1e-12);
    }

    /// <summary>Two events too few or too many is no stream of one event a token. 100 events of 4 bytes: the share is N / 100.</summary>
    [Theory]
    [InlineData(98, 1.0)]
    [InlineData(102, 1.02)]
    [InlineData(150, 1.5)]
    public void Two_events_off_and_bytes_decide(int tokens, double firstRead)
    {
        var figures = RequestMeasurement.Of(Of(1300, Steady(100, first: 200, gap: 10)).With(completion: tokens));

        Assert.Equal(firstRead, figures.FirstReadTokens!.Value, 1e-12);
        Assert.Equal((tokens - firstRead) / 0.99, figures.DecodeTokensPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void Silent_events_within_the_first_read_are_no_tokens()
    {
        TimelineEvent[] events = [Silent(200, 0), Silent(200, 0, EventKinds.Answer), .. Steady(51, first: 200, gap: 10)];

        var figures = RequestMeasurement.Of(Of(900, events).With(completion: 51));

        Assert.Equal(1, figures.FirstReadTokens);
        Assert.Equal(100, figures.DecodeTokensPerSecond!.Value, 1e-9);
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(32, true)]
    public void Under_32_tokens_it_is_unknown(int tokens, bool isKnown)
    {
        var figures = RequestMeasurement.Of(Of(2000, Steady(tokens, first: 100, gap: 20)).With(completion: tokens));

        Assert.Equal(isKnown, figures.DecodeTokensPerSecond is not null);
        Assert.Equal(isKnown, figures.TimePerOutputToken is not null);
        Assert.Equal(isKnown, figures.DecodeUncertainty is not null);
    }

    [Theory]
    [InlineData(249, false)]
    [InlineData(250, true)]
    public void Under_a_quarter_of_a_second_it_is_unknown(int decode, bool isKnown)
    {
        TimelineEvent[] events = [.. Enumerable.Range(0, 39).Select(index => Answer(100 + index, index)), Answer(100 + decode, 39)];

        var figures = RequestMeasurement.Of(Of(2000, events).With(completion: 40));

        Assert.Equal(isKnown, figures.DecodeTokensPerSecond is not null);
    }

    [Fact]
    public void An_answer_that_came_in_one_read_has_no_decode_speed()
    {
        var figures = RequestMeasurement.Of(Of(5000, [.. Enumerable.Repeat(Answer(4000, 0), 100)]).With(completion: 100));

        Assert.Null(figures.DecodeTokensPerSecond);
        Assert.Equal(20, figures.OutputTokensPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void Without_the_servers_count_it_is_an_estimate_and_nothing_is_compared()
    {
        var figures = RequestMeasurement.Of(Of(1300, Steady(101, first: 200, gap: 10)));

        Assert.Equal(100, figures.EstimatedDecodeTokensPerSecond!.Value, 1e-9);
        Assert.Null(figures.DecodeTokensPerSecond);
        Assert.Null(figures.TimePerOutputToken);
        Assert.Null(figures.DecodeUncertainty);
        Assert.Null(figures.OutputTokens);
        Assert.Null(figures.OutputTokensPerSecond);
    }

    [Fact]
    public void The_servers_timings_count_tokens_where_its_usage_does_not()
    {
        var timeline = Of(1300, Steady(101, first: 200, gap: 10)) with { Timings = new ServerTimings { Source = "llama.cpp timings", GeneratedTokens = 101, TokensPerSecond = 8405 } };

        var figures = RequestMeasurement.Of(timeline);

        Assert.Equal(101, figures.OutputTokens);
        Assert.Equal(100, figures.DecodeTokensPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void Usage_counts_before_the_servers_timings()
    {
        var timeline = Of(1300, Steady(101, first: 200, gap: 10)).With(completion: 101) with { Timings = new ServerTimings { Source = "llama.cpp timings", GeneratedTokens = 77 } };

        Assert.Equal(101, RequestMeasurement.Of(timeline).OutputTokens);
    }

    /// <summary>101 tokens in all of 2 s: fixed costs are in it.</summary>
    [Fact]
    public void Output_throughput_is_all_tokens_over_all_time() =>
        Assert.Equal(50.5, RequestMeasurement.Of(Of(2000, Steady(101, first: 200, gap: 10)).With(completion: 101)).OutputTokensPerSecond!.Value, 1e-9);
}
