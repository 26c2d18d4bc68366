using LlmObs.Measurements;
using LlmObs.Runner.Sessions;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Tests.Telemetry;

public sealed class RequestMetersTests : IDisposable
{
    private readonly SeenPoints _seen = new();
    private readonly Story _story = new();

    public void Dispose()
    {
        _story.Dispose();
        _seen.Dispose();
    }

    [Fact]
    public void A_completed_request_enters_every_speed_under_its_variant_case_phase_and_concurrency()
    {
        _story.Begin();
        _story.Request(Story.Completed);

        var speed = Assert.Single(Points(RunnerInstruments.DecodeSpeed));
        Assert.Equal(20, speed.Value, 1e-9);
        Assert.Equal(RunnerInstruments.DecodeSpeed.Labels.Order(StringComparer.Ordinal), speed.Tags.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("hello", "measure", 1, "Q4_K_M", "gguf", "llama.cpp", "false"),
            (speed[Attributes.Case], speed[Attributes.Phase], speed[Attributes.Concurrency], speed[Attributes.Quantization], speed[Attributes.Format], speed[Attributes.Backend], speed[Attributes.Simulated]));
        Assert.Equal(1, Assert.Single(Points(RunnerInstruments.TimeToFirstToken)).Value);
        Assert.Equal(0.05, Assert.Single(Points(RunnerInstruments.TimePerOutputToken)).Value, 1e-9);
        Assert.Equal(3.5, Assert.Single(Points(RunnerInstruments.RequestDuration)).Value);
        Assert.Equal(4, Assert.Single(Points(RunnerInstruments.LoadTime)).Value);
    }

    [Fact]
    public void A_request_that_broke_off_is_counted_and_enters_no_speed()
    {
        _story.Begin();
        _story.Request(Story.Broken);

        Assert.Empty(Points(RunnerInstruments.DecodeSpeed));
        Assert.Empty(Points(RunnerInstruments.TimeToFirstToken));
        Assert.Equal("connection-reset", Assert.Single(Points(RunnerInstruments.RequestDuration))[Attributes.ErrorType]);
        Assert.Equal(1, Points(RunnerInstruments.Requests).Where(point => point[Attributes.Outcome] is "truncated").Sum(point => point.Value));
        Assert.Equal(0, Points(RunnerInstruments.Requests).Where(point => point[Attributes.Outcome] is "completed").Sum(point => point.Value));
    }

    [Fact]
    public void Of_an_open_loop_the_wait_from_the_intended_send_and_the_lateness_are_kept_under_its_rate()
    {
        _story.Begin();
        _story.Request(Story.Completed);
        _story.Request(Story.Completed with { SendLateness = TimeSpan.FromSeconds(1) }, Story.Arrival);

        var first = Assert.Single(Points(RunnerInstruments.TimeToFirstTokenFromIntended));
        Assert.Equal((2, 2.0), (first.Value, first[Attributes.ArrivalRate]));
        Assert.Equal(RunnerInstruments.TimeToFirstTokenFromIntended.Labels.Order(StringComparer.Ordinal), first.Tags.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((1, 2.0), Assert.Single(Points(RunnerInstruments.SendLateness)) is var late ? (late.Value, late[Attributes.ArrivalRate]) : default);
        Assert.Equal([1, 1], Points(RunnerInstruments.TimeToFirstToken).Select(point => point.Value));
    }

    [Fact]
    public void What_was_not_sent_is_counted_and_in_no_time()
    {
        _story.Begin();
        _story.Request(RequestTimeline.NotSent(Story.SentAt, 0, 4), Story.Arrival);

        Assert.Equal(1, Points(RunnerInstruments.Requests).Where(point => point[Attributes.Outcome] is "unsent").Sum(point => point.Value));
        Assert.Empty(Points(RunnerInstruments.RequestDuration));
        Assert.Null(_story.Telemetry.Sight.Last);
    }

    [Fact]
    public void Every_series_of_a_run_is_there_at_zero_before_its_first_request()
    {
        _story.Begin();

        Assert.All(Points(RunnerInstruments.Requests), point => Assert.Equal(0, point.Value));
        Assert.Equal(["completed", "empty", "failed", "refused", "truncated", "unsent"], Points(RunnerInstruments.Requests).Select(point => (string)point[Attributes.Outcome]!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["measure", "warmup"], Points(RunnerInstruments.Requests).Select(point => (string)point[Attributes.Phase]!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tokens_are_counted_by_kind_as_the_server_says()
    {
        _story.Begin();
        _story.Request(Story.Completed);

        var tokens = Points(RunnerInstruments.Tokens).GroupBy(point => (string)point[Attributes.TokenType]!, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => kind.Sum(point => point.Value), StringComparer.Ordinal);
        Assert.Equal((12, 2, 41, 0), (tokens["input"], tokens["cached"], tokens["output"], tokens["reasoning"]));
    }

    [Fact]
    public void A_gap_of_more_than_five_seconds_is_a_stall()
    {
        _story.Begin();
        _story.Request(Story.Completed with
        {
            Events = [.. Story.Completed.Events.Take(21), .. Story.Completed.Events.Skip(21).Select(seen => seen with { At = seen.At + TimeSpan.FromSeconds(6) })],
            EndAt = TimeSpan.FromSeconds(10),
        });

        Assert.Equal(1, Points(RunnerInstruments.Stalls).Sum(point => point.Value));
    }

    [Fact]
    public void The_gauges_show_the_last_request_and_forget_it_when_a_new_run_begins()
    {
        _story.Begin();
        _story.Request(Story.Completed);

        _seen.Observe();
        Assert.Equal(20, Assert.Single(Points(RunnerInstruments.LastDecodeSpeed)).Value, 1e-9);
        Assert.Single(Points(RunnerInstruments.RunStart));

        _story.Begin();
        _seen.Observe();
        Assert.Empty(Points(RunnerInstruments.LastDecodeSpeed));
        _story.End();
        _seen.Observe();
        Assert.Empty(Points(RunnerInstruments.RunStart));
    }

    [Fact]
    public void The_server_is_down_when_it_could_not_be_reached_and_up_when_it_answers_again()
    {
        var sight = _story.Telemetry.Sight;
        Assert.Null(sight.Last);

        _story.Begin();
        _story.Request(new RequestTimeline { SentAt = Story.SentAt, SentTimestamp = 0, EndAt = TimeSpan.Zero, End = StreamEnd.ConnectFailed, Error = "refused" });
        Assert.False(sight.Last!.IsUp);
        _story.Request(Story.Broken);
        Assert.True(sight.Last.IsUp);
        _story.Telemetry.On(new SessionEvent.ServerLost("gone"));
        Assert.Equal((false, "gone"), (sight.Last.IsUp, sight.Last.Text));
    }

    private IReadOnlyList<SeenPoint> Points(Instrument instrument) => _seen.Of(instrument, Attributes.Variant, _story.Session);
}
