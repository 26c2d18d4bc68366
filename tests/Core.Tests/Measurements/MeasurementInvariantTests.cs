using CsCheck;
using LlmObs.Measurements;

namespace LlmObs.Tests.Measurements;

/// <summary>What holds of every stream, however it comes.</summary>
public sealed class MeasurementInvariantTests
{
    private const int Times = 3000;

    [Fact]
    public void First_token_first_answer_complete_answer_and_end_come_in_this_order() => Check((timeline, figures) =>
    {
        TimeSpan[] times = [.. new[] { TimeSpan.Zero, figures.TimeToFirstToken, figures.TimeToFirstAnswer, figures.TimeToCompleteAnswer, figures.Duration }.OfType<TimeSpan>()];

        Assert.Equal(times.Order(), times);
        Assert.Equal(timeline.EndAt, figures.Duration);
    });

    [Fact]
    public void The_gaps_and_the_tail_fill_the_time_from_the_first_text_to_the_end() => Check((timeline, figures) =>
    {
        var text = AnyTimeline.Text(timeline);
        var gaps = figures.InterChunkLatencies.Aggregate(TimeSpan.Zero, (sum, gap) => sum + gap);

        Assert.Equal(text.Count == 0 ? TimeSpan.Zero : text[^1].At - text[0].At, gaps);
        Assert.Equal(figures.Duration - figures.TimeToFirstToken, gaps + figures.TailLatency);
        Assert.Equal(Math.Max(0, text.DistinctBy(seen => seen.Read).Count() - 1), figures.InterChunkLatencies.Count);
    });

    [Fact]
    public void Decode_speed_over_its_time_gives_the_tokens_after_the_first_read() => Check((timeline, figures) =>
    {
        if (figures.DecodeTokensPerSecond is not { } speed)
            return;
        var text = AnyTimeline.Text(timeline);

        Assert.Equal(figures.OutputTokens!.Value - figures.FirstReadTokens!.Value, speed * (text[^1].At - text[0].At).TotalSeconds, 1e-6);
        // a tick is lost where a double becomes a TimeSpan
        Assert.Equal(1, speed * figures.TimePerOutputToken!.Value.TotalSeconds, speed * 2e-7);
    });

    [Fact]
    public void The_first_read_has_a_token_at_least_wherever_there_is_text() => Check((timeline, figures) =>
    {
        Assert.Equal(timeline.Events.Any(seen => seen.TextBytes > 0), figures.FirstReadTokens is not null);
        Assert.True(figures.FirstReadTokens is null or >= 1);
    });

    [Fact]
    public void Either_decode_speed_or_its_estimate_is_known_never_both() => Check((_, figures) =>
    {
        Assert.False(figures.DecodeTokensPerSecond is not null && figures.EstimatedDecodeTokensPerSecond is not null);
        Assert.Equal(figures.DecodeTokensPerSecond is not null, figures.DecodeUncertainty is not null);
        Assert.True(figures.OutputTokens is not null || figures.DecodeTokensPerSecond is null);
    });

    [Fact]
    public void Every_figure_is_finite_and_not_negative_and_shares_are_not_above_one() => Check((timeline, figures) =>
    {
        Assert.All(Metrics.All.SelectMany(metric => metric.Values(timeline, figures)), value => Assert.True(double.IsFinite(value) && value >= 0));
        Assert.True(figures.CachedPromptShare is null or <= 1);
    });

    [Fact]
    public void A_stream_c_times_slower_has_times_c_times_as_long_and_rates_a_cth() => Check((timeline, figures) =>
    {
        const int Factor = 3;

        var slow = RequestMeasurement.Of(Slower(timeline, Factor));

        Assert.Equal(figures.TimeToFirstToken * Factor, slow.TimeToFirstToken);
        Assert.Equal(figures.TimeToCompleteAnswer * Factor, slow.TimeToCompleteAnswer);
        Assert.Equal(figures.InterChunkLatencies.Select(gap => gap * Factor), slow.InterChunkLatencies);
        Assert.Equal(figures.FirstReadTokens, slow.FirstReadTokens);
        AssertRatio(figures.DecodeTokensPerSecond, slow.DecodeTokensPerSecond, Factor);
        AssertRatio(figures.OutputTokensPerSecond, slow.OutputTokensPerSecond, Factor);
        AssertRatio(figures.PrefillTokensPerSecond, slow.PrefillTokensPerSecond, Factor);
        AssertRatio(figures.AnswerBytesPerSecond, slow.AnswerBytesPerSecond, Factor);
    });

    [Fact]
    public void Events_without_text_change_nothing_wherever_they_come() => Check((timeline, figures) =>
    {
        var between = timeline.Events.SelectMany(seen => new[] { seen, Silent(seen, seen.Read), Silent(seen, seen.Read + 1) });
        var padded = timeline with { Events = [Timelines.Silent(0, -1), .. between] };

        AssertSame(figures, RequestMeasurement.Of(padded));
    });

    [Fact]
    public void How_the_text_of_one_read_is_cut_into_events_changes_only_their_number() => Check((timeline, _) =>
    {
        // far more tokens than events, so that bytes decide on either cut
        var sparse = timeline.With(completion: 100_000, prompt: timeline.Usage?.PromptTokens);
        var merged = sparse with { Events = [.. sparse.Events.GroupBy(seen => seen.Read).Select(Merged)] };

        var (figures, ofMerged) = (RequestMeasurement.Of(sparse), RequestMeasurement.Of(merged));

        Assert.Equal(AnyTimeline.Text(merged).Count, ofMerged.TextEvents);
        AssertSame(figures, ofMerged with { TextEvents = figures.TextEvents });
    });

    private static void Check(Action<RequestTimeline, RequestMeasurement> claim) =>
        AnyTimeline.One.Sample(timeline => claim(timeline, RequestMeasurement.Of(timeline)), iter: Times, threads: 1);

    private static RequestTimeline Slower(RequestTimeline timeline, int factor) =>
        timeline with { EndAt = timeline.EndAt * factor, Events = [.. timeline.Events.Select(seen => seen with { At = seen.At * factor })] };

    private static TimelineEvent Silent(TimelineEvent beside, int read) => new(beside.At, read, EventKinds.Role, 40, 0, 0);

    private static TimelineEvent Merged(IEnumerable<TimelineEvent> read)
    {
        var events = read.ToList();
        return events[0] with { ReasoningBytes = events.Sum(seen => seen.ReasoningBytes), AnswerBytes = events.Sum(seen => seen.AnswerBytes) };
    }

    /// <summary>A short stream may be unknown where the slower one is known, never the other way round.</summary>
    private static void AssertRatio(double? fast, double? slow, double factor)
    {
        if (fast is { } known)
            Assert.Equal(known / factor, slow!.Value, known * 1e-9);
    }

    private static void AssertSame(RequestMeasurement expected, RequestMeasurement actual)
    {
        Assert.Equal(expected.InterChunkLatencies, actual.InterChunkLatencies);
        Assert.Equal(expected, actual with { InterChunkLatencies = expected.InterChunkLatencies });
    }
}
