using System.Text;
using System.Text.Json;
using LlmObs.Measurements;
using LlmObs.Results;

namespace LlmObs.Runner.Tests.Servers.Streaming.Fuzz;

/// <summary>What holds of any bytes whatever: they come to an outcome, however they are cut, and what was seen can be kept and read again.</summary>
internal static class FuzzRules
{
    /// <summary>Returns the outcome's name and code.</summary>
    public static async Task<string> HoldAsync(byte[] bytes, IReadOnlyList<int> cuts)
    {
        var whole = await Reading.OfAsync(bytes);
        var cut = await Reading.OfAsync(Reading.Cut(bytes, cuts));

        var (facts, same) = (Reading.Facts(whole), Reading.Facts(cut));
        if (!facts.SequenceEqual(same, StringComparer.Ordinal))
            Assert.Equal(facts, same);
        HasOutcome(whole);
        TimesAreInOrder(cut);
        if (bytes.Length % 4 == 0)
            CanBeKept(cut);
        var outcome = RequestOutcome.Of(cut);
        return $"{outcome.Name} {outcome.Code}".TrimEnd();
    }

    public static void HasOutcome(RequestTimeline timeline)
    {
        var outcome = RequestOutcome.Of(timeline);
        Assert.Equal(outcome is RequestOutcome.Completed, outcome.Code is null);
        Assert.Equal(outcome is RequestOutcome.Completed, string.IsNullOrWhiteSpace(outcome.Reason));
        if (outcome is RequestOutcome.Completed)
            Assert.True(timeline.FinishReason is not null && timeline.Error is null || timeline.End is not (StreamEnd.Done or StreamEnd.EndOfStream), "Completed, and yet an error was told.");
    }

    private static void TimesAreInOrder(RequestTimeline timeline)
    {
        var measured = RequestMeasurement.Of(timeline);
        var before = TimeSpan.Zero;
        foreach (var seen in timeline.Events)
        {
            Assert.True(seen.At >= before && seen.At <= timeline.EndAt && seen.AnswerBytes >= 0 && seen.ReasoningBytes >= 0);
            before = seen.At;
        }
        Assert.Equal(timeline.Events.Any(seen => seen.TextBytes > 0), measured.TimeToFirstToken is not null);
        Assert.All(new[] { measured.DecodeTokensPerSecond, measured.OutputTokensPerSecond, measured.PrefillTokensPerSecond, measured.AnswerBytesPerSecond, measured.EstimatedDecodeTokensPerSecond }, rate =>
            Assert.True(rate is null || (double.IsFinite(rate.Value) && rate >= 0)));
        Assert.True(measured.OutputTokens is null or >= 0 && measured.PromptTokens is null or >= 0);
    }

    private static void CanBeKept(RequestTimeline timeline)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(timeline, ResultJson.Journal);
        Assert.DoesNotContain((byte)'\n', line);
        var read = JsonSerializer.Deserialize<RequestTimeline>(line, ResultJson.Journal)!;
        Assert.Equal((timeline.Answer, timeline.Reasoning, timeline.Error, timeline.FinishReason, timeline.Usage, timeline.Timings), (read.Answer, read.Reasoning, read.Error, read.FinishReason, read.Usage, read.Timings));
        Assert.Equal(timeline.Events, read.Events);
        Assert.Equal(Encoding.UTF8.GetByteCount(timeline.Answer), Encoding.UTF8.GetByteCount(read.Answer));
    }
}
