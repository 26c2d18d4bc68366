using System.Text;
using System.Text.Json;
using CsCheck;
using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Tests.Measurements;
using LlmObs.Tests.Reports;
using static LlmObs.Tests.Results.SmallSession;

namespace LlmObs.Tests.Results;

/// <summary>What is written is what is read.</summary>
public sealed class ResultJsonTests
{
    private static readonly Gen<TimeSpan?> Time = Gen.OneOf(Gen.Const(() => (TimeSpan?)null), Gen.Long[0, 10_000_000_000_000].Select(ticks => (TimeSpan?)TimeSpan.FromTicks(ticks)));

    /// <summary>As text comes from a server: any characters, half ones replaced.</summary>
    private static readonly Gen<string> Text = Gen.String.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static readonly Gen<RequestTimeline> Timeline = Gen.Select(AnyTimeline.One, Time, Time, Text, Text, Gen.Enum<StreamEnd>()).Select((timeline, headers, retry, answer, error, end) => timeline with
    {
        SentAt = Start + (headers ?? TimeSpan.Zero),
        SentTimestamp = timeline.EndAt.Ticks * 1000,
        HeadersAt = headers,
        RetryAfter = retry,
        Answer = answer,
        Reasoning = answer + error,
        Error = error.Length == 0 ? null : error,
        End = end,
        ResponseModel = error,
        MalformedEvents = answer.Length,
        Timings = retry is null ? null : new ServerTimings { Source = answer, PromptTime = headers, TokensPerSecond = retry.Value.TotalSeconds / 7, CachedTokens = answer.Length },
    });

    [Fact]
    public void Any_timeline_comes_back_from_the_journal_to_the_tick_on_one_line() => Timeline.Sample(timeline =>
    {
        var written = JsonSerializer.Serialize<JournalEntry>(Request(Load("alpha-q4", 1, "load-1"), timeline), ResultJson.Journal);
        var read = Assert.IsType<JournalEntry.Request>(JsonSerializer.Deserialize<JournalEntry>(written, ResultJson.Journal));

        Assert.DoesNotContain('\n', written);
        Assert.Equal(timeline.Events, read.Timeline.Events);
        Assert.Equal(timeline, read.Timeline with { Events = timeline.Events });
        Assert.Equal(RequestOutcome.Of(timeline), read.Outcome);
        Assert.Equal(RequestMeasurement.Of(timeline).InterChunkLatencies, RequestMeasurement.Of(read.Timeline).InterChunkLatencies);
    }, iter: 2000, threads: 1);

    [Fact]
    public void Loads_and_ends_of_runs_come_back_from_the_journal()
    {
        var load = Load("alpha-q4", 1, "load-1", seconds: 12.3456789) with { ReportedLoadTime = TimeSpan.FromTicks(1), Failure = "a \"reason\"\nof two lines" };
        JournalEntry[] entries = [load with { Model = load.Model! with { Instances = [] } }, End(load), End(load, failure: "gone")];

        var read = entries.Select(entry => JsonSerializer.Deserialize<JournalEntry>(JsonSerializer.Serialize(entry, ResultJson.Journal), ResultJson.Journal)!).ToList();

        Assert.Equal(entries[1..], read[1..]);
        var watched = JsonSerializer.Serialize<JournalEntry>(WatchedRuns.Throttled(load), ResultJson.Journal);
        Assert.Equal(watched, JsonSerializer.Serialize(JsonSerializer.Deserialize<JournalEntry>(watched, ResultJson.Journal), ResultJson.Journal));
        var model = ((JournalEntry.Load)entries[0]).Model;
        Assert.Equal(entries[0], ((JournalEntry.Load)read[0]) with { Model = model });
        Assert.Equal(model, ((JournalEntry.Load)read[0]).Model! with { Instances = model!.Instances });
    }

    /// <summary>As it was written before conditions were kept.</summary>
    [Fact]
    public void A_runs_end_of_an_older_session_still_reads()
    {
        const string Line = """{"entry":"runEnd","at":"2026-02-04T09:30:15+00:00","run":"1/alpha-q4","variant":"alpha-q4","runtime":"llama.cpp 1.50","memory":{"baselineBytes":80,"peakBytes":220,"samples":3,"source":"a test"}}""";

        var end = Assert.IsType<JournalEntry.RunEnd>(JsonSerializer.Deserialize<JournalEntry>(Line, ResultJson.Journal));

        Assert.Equal((140, null, null, null), (end.Memory!.OverBaselineBytes, end.Memory.MeanBytes, end.Conditions, end.Clock));
    }

    [Fact]
    public void An_event_is_six_numbers_with_its_time_in_seconds() =>
        Assert.Equal("[1.2345678,3,5,90,0,4]", JsonSerializer.Serialize(new TimelineEvent(TimeSpan.FromTicks(12_345_678), 3, EventKinds.Role | EventKinds.Answer, 90, 0, 4), ResultJson.Journal));

    [Theory]
    [InlineData("[1,2,3,4,5]"), InlineData("[1,2,3,4,5,6,7]"), InlineData("[\"1\",2,3,4,5,6]"), InlineData("{}"), InlineData("[]")]
    public void An_event_of_another_shape_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TimelineEvent>(json, ResultJson.Journal));

    [Fact]
    public void A_line_with_a_member_nobody_knows_is_refused()
    {
        var line = JsonSerializer.Serialize<JournalEntry>(End(Load("alpha-q4", 1, "load-1")), ResultJson.Journal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<JournalEntry>(line.Replace("\"run\"", "\"ran\"", StringComparison.Ordinal), ResultJson.Journal));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<JournalEntry>(line[..^1] + ",\"more\":1}", ResultJson.Journal));
    }

    [Fact]
    public void A_variants_document_comes_back_whole_and_writes_absent_figures_as_null()
    {
        var (load, plan) = (Load("alpha-q4", 1, "load-1", seconds: 12), Plan(Variant("alpha-q4")));
        var result = VariantResults.From(Header, plan, [load, Request(load, Stream(100, 10)), Request(load, Broken(5000)) with { Concurrency = 4 }, End(load)])[0];

        var written = JsonSerializer.Serialize(result, ResultJson.Document);
        var read = JsonSerializer.Deserialize<VariantResult>(written, ResultJson.Document)!;

        Assert.Equal(written, JsonSerializer.Serialize(read, ResultJson.Document));
        Assert.Equal(result.Cases[0].Figures, read.Cases[0].Figures);
        Assert.Equal(result.Settings.Limits, read.Settings.Limits);
        Assert.Equal(result.Variant, read.Variant);
        Assert.Contains("\"prefillTokensPerSecond\": null", written, StringComparison.Ordinal);
        Assert.Contains("\"failure\": null", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sessions_header_comes_back_whole()
    {
        var header = Header with { Selection = new Selection { Variants = ["alpha-*"], Phases = ["first"] } };

        var written = JsonSerializer.Serialize(header, ResultJson.Document);
        var read = JsonSerializer.Deserialize<SessionHeader>(written, ResultJson.Document)!;

        Assert.Equal(written, JsonSerializer.Serialize(read, ResultJson.Document));
        Assert.Equal((header.StartedAt, header.Server, header.Machine), (read.StartedAt, read.Server, read.Machine));
        Assert.Equal(header.Selection.Variants, read.Selection.Variants);
    }
}
