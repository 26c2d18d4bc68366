using LlmObs.Measurements;
using static LlmObs.Tests.Measurements.Timelines;

namespace LlmObs.Tests.Measurements;

/// <summary>(prompt tokens − cached) / TTFT, and how much of the prompt the server had already.</summary>
public sealed class PrefillTests
{
    [Fact]
    public void It_is_the_uncached_prompt_over_the_time_to_first_token()
    {
        var figures = RequestMeasurement.Of(Of(900, Answer(500, 0)).With(prompt: 1000, cached: 200));

        Assert.Equal(1600, figures.PrefillTokensPerSecond!.Value, 1e-9);
        Assert.Equal(0.2, figures.CachedPromptShare!.Value, 1e-12);
        Assert.Equal(1000, figures.PromptTokens);
    }

    [Theory]
    [InlineData(512, 0, true)]
    [InlineData(511, 0, false)]
    [InlineData(1512, 1000, true)]
    [InlineData(1511, 1000, false)]
    [InlineData(600, 600, false)]
    public void Under_512_uncached_tokens_it_is_unknown(int prompt, int cached, bool isKnown) =>
        Assert.Equal(isKnown, RequestMeasurement.Of(Of(900, Answer(500, 0)).With(prompt: prompt, cached: cached)).PrefillTokensPerSecond is not null);

    [Fact]
    public void Without_text_or_without_a_count_it_is_unknown()
    {
        Assert.Null(RequestMeasurement.Of(Of(900, Silent(50, 0)).With(prompt: 1000, cached: 0)).PrefillTokensPerSecond);
        Assert.Null(RequestMeasurement.Of(Of(900, Answer(500, 0)).With(cached: 0)).PrefillTokensPerSecond);
        Assert.Null(RequestMeasurement.Of(Of(900, Answer(500, 0))).PrefillTokensPerSecond);
    }

    [Fact]
    public void The_cached_part_may_be_told_by_the_servers_timings()
    {
        var timeline = Of(900, Answer(500, 0)).With(prompt: 1000) with { Timings = new ServerTimings { Source = "llama.cpp timings", CachedTokens = 400 } };

        var figures = RequestMeasurement.Of(timeline);

        Assert.Equal(0.4, figures.CachedPromptShare!.Value, 1e-12);
        Assert.Equal(1200, figures.PrefillTokensPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void A_server_that_does_not_tell_leaves_the_cached_share_unknown_and_none_is_a_measured_zero()
    {
        Assert.Null(RequestMeasurement.Of(Of(900, Answer(500, 0)).With(prompt: 1000)).CachedPromptShare);
        Assert.Null(RequestMeasurement.Of(Of(900, Answer(500, 0)).With(prompt: 0, cached: 0)).CachedPromptShare);
        Assert.Equal(0, RequestMeasurement.Of(Of(900, Answer(500, 0)).With(prompt: 1000, cached: 0)).CachedPromptShare);
    }
}
