using LlmObs.Measurements;
using LlmObs.Sweeps;
using LlmObs.Tests.Measurements;

namespace LlmObs.Tests.Sweeps;

public sealed class StreamWindowTests
{
    private const double Tick = 0.001;

    [Fact]
    public void Only_the_time_in_which_all_streams_are_under_way_counts()
    {
        // two streams: one from 0 to 1000 and on to 3000, the other from 100 to 2000 and no further
        var window = StreamWindow.Of(2, [Request(0, 1000), Request(1001, 1999), Request(100, 1900)], Tick)!;

        Assert.Equal((0.1, 2.0), (window.From, window.To));
    }

    [Fact]
    public void A_request_counts_by_its_share_of_text_within()
    {
        // a token each 100 ms, ten of each request: within (0.5, 1.0] are the first one's last five and the second one's first five
        var window = new StreamWindow(0.5, 1.0);

        var speed = window.TokensPerSecond([Request(0, 1000), Request(500, 1000)], Tick);

        Assert.Equal((5 + 5) / 0.5, speed!.Value, 9);
    }

    [Fact]
    public void Where_so_many_never_were_under_way_there_is_no_window()
    {
        Assert.Null(StreamWindow.Of(3, [Request(0, 1000), Request(100, 1000), Request(2000, 1000)], Tick));
        Assert.Null(StreamWindow.Of(1, [], Tick));
    }

    [Fact]
    public void A_request_without_a_count_leaves_no_throughput() =>
        Assert.Null(new StreamWindow(0, 1).TokensPerSecond([Request(0, 1000) with { Usage = null }], Tick));

    [Fact]
    public void One_that_failed_was_under_way_all_the_same()
    {
        var failed = Timelines.Of(900) with { SentTimestamp = 100, End = StreamEnd.ConnectionReset };

        Assert.Equal((0.1, 1.0), StreamWindow.Of(2, [Request(0, 1000), failed], Tick) is { } window ? (window.From, Math.Round(window.To, 9)) : default);
    }

    /// <summary>Ten tokens, the last at the end.</summary>
    private static RequestTimeline Request(int sent, int length) =>
        Timelines.Of(length, Timelines.Steady(10, length / 10, length / 10)).With(completion: 10, prompt: 5) with { SentTimestamp = sent };
}
