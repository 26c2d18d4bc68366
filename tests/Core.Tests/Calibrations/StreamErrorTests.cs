using LlmObs.Calibrations;
using LlmObs.Measurements;

namespace LlmObs.Tests.Calibrations;

public sealed class StreamErrorTests
{
    private const int Tokens = 41;
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(20);

    private static IReadOnlyList<TimeSpan> Written { get; } = [.. Enumerable.Range(0, Tokens).Select(token => TimeSpan.FromMilliseconds(100) + token * Gap)];

    [Fact]
    public void What_comes_late_by_the_same_time_shows_in_the_first_token_and_in_no_gap_and_no_speed()
    {
        var error = StreamError.Of(Seen(token => TimeSpan.FromMilliseconds(3)), Written)!;

        Assert.Equal(0.003, error.TimeToFirstTokenSeconds, 9);
        Assert.All(error.GapSeconds, gap => Assert.Equal(0, gap, 9));
        Assert.Equal(0, error.DecodeShare!.Value, 9);
    }

    [Fact]
    public void Lateness_that_grows_makes_gaps_longer_and_the_speed_too_low()
    {
        var error = StreamError.Of(Seen(token => token * TimeSpan.FromMilliseconds(2)), Written)!;

        Assert.All(error.GapSeconds, gap => Assert.Equal(0.002, gap, 9));
        Assert.Equal(20.0 / 22 - 1, error.DecodeShare!.Value, 6);
    }

    [Fact]
    public void A_stream_whose_texts_were_not_seen_one_by_one_is_held_against_nothing() =>
        Assert.Null(StreamError.Of(Seen(_ => TimeSpan.Zero) with { Events = [.. Seen(_ => TimeSpan.Zero).Events.Skip(1)] }, Written));

    private static RequestTimeline Seen(Func<int, TimeSpan> late) => new()
    {
        SentAt = DateTimeOffset.UnixEpoch,
        SentTimestamp = 0,
        EndAt = Written[^1] + late(Tokens),
        End = StreamEnd.Done,
        FinishReason = "stop",
        Usage = new TokenUsage { CompletionTokens = Tokens },
        Events = [.. Written.Select((at, token) => new TimelineEvent(at + late(token), token, EventKinds.Answer, 20, 0, 4))],
    };
}
