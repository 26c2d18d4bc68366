using LlmObs.Simulator.Options;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Tests.Streams;

public sealed class TruthLogTests
{
    [Fact]
    public void It_remembers_the_last_responses_only()
    {
        var log = new TruthLog(new SimulatorOptions { RememberedResponses = 2 });

        foreach (var id in new[] { "first", "second", "third" })
            log.Add(NewTruth(id, writes: 10));

        Assert.Null(log.Find("first"));
        Assert.NotNull(log.Find("second"));
        Assert.NotNull(log.Find("third"));
    }

    [Fact]
    public void It_remembers_fewer_of_very_long_ones_but_always_the_last()
    {
        var log = new TruthLog(new SimulatorOptions());

        foreach (var id in new[] { "first", "second", "third" })
            log.Add(NewTruth(id, writes: 600_000));

        Assert.Null(log.Find("second"));
        Assert.NotNull(log.Find("third"));
    }

    [Fact]
    public void A_truth_tells_what_was_written_so_far()
    {
        var truth = NewTruth("any", writes: 3);

        truth.Add(new TrueWrite(1, 1, WriteKind.Role, 10, 0));
        truth.Add(new TrueWrite(2, 2, WriteKind.Answer, 12, 2));

        Assert.Equal([1, 2], truth.Writes.Select(write => write.Timestamp));
        Assert.Equal(3, truth.ScheduledWrites);
    }

    internal static Truth NewTruth(string id, int writes) => new(writes)
    {
        Id = id,
        Model = "any",
        ReceivedTimestamp = TimeProvider.System.GetTimestamp(),
        StartedTimestamp = TimeProvider.System.GetTimestamp(),
        TimestampFrequency = TimeProvider.System.TimestampFrequency,
        PromptTokens = 1,
        CachedTokens = 0,
        CompletionTokens = 1,
        ReasoningTokens = 0,
        IsCold = false,
        Neighbours = 1,
        LoadNumber = 1,
        SpeedFactor = 1,
        TimeToFirstTokenSeconds = 0,
        DecodeTokensPerSecond = 1,
        Reasoning = "",
        Content = "",
    };
}
