using System.Diagnostics;
using System.Text.Json;
using LlmObs.Measurements;
using LlmObs.Runner.Sessions;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Tests.Telemetry;

public sealed class SpanTests : IDisposable
{
    private readonly SeenSpans _seen = new();

    public void Dispose() => _seen.Dispose();

    [Fact]
    public void A_run_is_one_trace_of_load_verify_warm_up_measure_and_unload()
    {
        using var story = new Story();

        story.Begin();
        story.Step(RunStep.WarmUp, () => story.Request(Story.Completed));
        story.Step(RunStep.Measure, () => story.Request(Story.Completed));
        story.Step(RunStep.Unload, () => { });
        story.End();

        var spans = _seen.Of(story.Session);
        var run = Assert.Single(spans, span => span.DisplayName == $"run {story.Session}");
        Assert.Single(spans.Select(span => span.TraceId).Distinct());
        Assert.Equal(["load", "verify", "warm-up", "measure", "unload"], spans.Where(span => span.ParentSpanId == run.SpanId).Select(span => span.DisplayName));
        var measure = spans.Single(span => span.DisplayName == "measure");
        Assert.Equal("chat m", Assert.Single(spans, span => span.ParentSpanId == measure.SpanId).DisplayName);
        Assert.Equal("l1", run.GetTagItem(Attributes.LoadId));
    }

    [Fact]
    public void Of_an_open_loop_a_span_tells_when_it_was_meant_to_begin_and_what_was_not_sent_has_none()
    {
        using var story = new Story();

        story.Begin();
        story.Step(RunStep.Measure, () =>
        {
            story.Request(Story.Completed with { SendLateness = TimeSpan.FromSeconds(1) }, Story.Arrival);
            story.Request(RequestTimeline.NotSent(Story.SentAt, 0, 4), Story.Arrival);
        });
        story.End();

        var chat = _seen.Of(story.Session).Single(span => span.DisplayName == "chat m");
        Assert.Equal(Story.SentAt.UtcDateTime, chat.StartTimeUtc);
        Assert.Equal((2.0, 1.0, 2.0, 1.0), (chat.GetTagItem(Attributes.ArrivalRate), chat.GetTagItem(Attributes.SendLateness), chat.GetTagItem(Attributes.TimeToFirstTokenFromIntended), chat.GetTagItem(Attributes.TimeToFirstToken)));
        Assert.Equal("2026-02-04T09:59:59.0000000+00:00", chat.GetTagItem(Attributes.IntendedSendTime));
    }

    [Fact]
    public void A_request_has_the_timelines_own_times_and_shows_where_they_went()
    {
        using var story = new Story();

        story.Begin();
        story.Step(RunStep.Measure, () => story.Request(Story.Completed));
        story.End();

        var spans = _seen.Of(story.Session);
        var chat = spans.Single(span => span.DisplayName == "chat m");
        Assert.Equal((Story.SentAt.UtcDateTime, TimeSpan.FromSeconds(3.5)), (chat.StartTimeUtc, chat.Duration));
        var parts = spans.Where(span => span.ParentSpanId == chat.SpanId).Select(span => (span.DisplayName, span.StartTimeUtc - chat.StartTimeUtc, span.Duration));
        Assert.Equal([("prefill", TimeSpan.Zero, TimeSpan.FromSeconds(1)), ("decode", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))], parts);
    }

    [Fact]
    public void A_request_carries_what_the_conventions_ask_for()
    {
        using var story = new Story();

        story.Begin();
        story.Request(Story.Completed);
        story.End();

        var chat = _seen.Of(story.Session).Single(span => span.Kind == ActivityKind.Client);
        Assert.Equal("chat", chat.GetTagItem(Attributes.OperationName));
        Assert.Equal("lm_studio", chat.GetTagItem(Attributes.ProviderName));
        Assert.Equal("m", chat.GetTagItem(Attributes.RequestModel));
        Assert.Equal(1234, chat.GetTagItem(Attributes.ServerPort));
        Assert.Equal(41, chat.GetTagItem(Attributes.OutputTokens));
        Assert.Equal(2, chat.GetTagItem(Attributes.CachedTokens));
        Assert.Equal(["stop"], Assert.IsType<string[]>(chat.GetTagItem(Attributes.ResponseFinishReasons)));
        Assert.Equal(0.2, chat.GetTagItem(Attributes.ResponseTimeToFirstChunk));
        Assert.Equal(1.0, chat.GetTagItem(Attributes.TimeToFirstToken));
        Assert.Equal(20.0, Assert.IsType<double>(chat.GetTagItem(Attributes.DecodeSpeed)), 1e-9);
        Assert.Equal(ActivityStatusCode.Unset, chat.Status);
    }

    [Fact]
    public void A_request_that_broke_off_says_by_what()
    {
        using var story = new Story();

        story.Begin();
        story.Request(Story.Broken);
        story.End("gone");

        var spans = _seen.Of(story.Session);
        var chat = spans.Single(span => span.Kind == ActivityKind.Client);
        Assert.Equal("connection-reset", chat.GetTagItem(Attributes.ErrorType));
        Assert.Equal("truncated", chat.GetTagItem(Attributes.Outcome));
        Assert.Equal(ActivityStatusCode.Error, chat.Status);
        Assert.Equal((ActivityStatusCode.Error, "gone"), spans.Where(span => span.DisplayName.StartsWith("run ", StringComparison.Ordinal)).Select(run => (run.Status, run.StatusDescription)).Single());
    }

    [Fact]
    public void Words_are_on_a_span_only_when_asked_for()
    {
        using var silent = new Story();
        using var open = new Story(capturesContent: true);

        foreach (var story in new[] { silent, open })
        {
            story.Begin();
            story.Request(Story.Completed);
            story.End();
        }

        var told = _seen.Of(open.Session).Single(span => span.Kind == ActivityKind.Client);
        var answer = JsonDocument.Parse((string)told.GetTagItem(Attributes.OutputMessages)!).RootElement[0];
        Assert.Equal(["reasoning", "text"], answer.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("type").GetString()));
        Assert.Contains("你好", (string)told.GetTagItem(Attributes.OutputMessages)!, StringComparison.Ordinal);
        Assert.Contains("Hello", (string)told.GetTagItem(Attributes.InputMessages)!, StringComparison.Ordinal);
        var untold = _seen.Of(silent.Session).Single(span => span.Kind == ActivityKind.Client);
        Assert.Null(untold.GetTagItem(Attributes.InputMessages));
        Assert.Null(untold.GetTagItem(Attributes.OutputMessages));
    }

    [Fact]
    public void What_a_stopped_session_left_open_ends_with_it()
    {
        using var story = new Story();
        story.Begin();
        story.Telemetry.On(new SessionEvent.StepBegan(story.Blocks[0].Runs[0], RunStep.Measure));

        story.Telemetry.On(new SessionEvent.Ended(SessionEnd.Interrupted, []));

        Assert.Contains(_seen.Of(story.Session), span => span.DisplayName == "measure");
        Assert.Contains(_seen.Of(story.Session), span => span.DisplayName == $"run {story.Session}");
    }

    [Fact]
    public void A_run_under_way_is_nobody_elses_parent()
    {
        using var story = new Story();
        using var outer = new Activity("outer").Start();

        story.Begin();
        story.Request(Story.Completed);

        Assert.Same(outer, Activity.Current);
        story.End();
        Assert.Same(outer, Activity.Current);
        Assert.DoesNotContain(_seen.Of(story.Session), span => span.TraceId == outer.TraceId);
    }
}
