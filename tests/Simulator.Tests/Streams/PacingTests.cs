using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Streams;

public sealed class PacingTests
{
    [Fact]
    public async Task Writes_go_out_when_they_are_due_and_never_before()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions());
        await simulator.ChatAsync("Warm up.", maxTokens: 1);

        var median = await Best.OfAsync(0.001, async () =>
        {
            var truths = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => simulator.ChatTruthAsync($"{number} streams", maxTokens: 100)));
            Assert.All(truths, truth => Assert.True(truth.Lateness[0] >= 0));
            return truths.Max(truth => truth.Lateness[truth.Lateness.Count / 2]);
        });

        Assert.InRange(median, 0, 0.001);
    }

    [Fact]
    public async Task Lateness_does_not_add_up()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions());
        await simulator.ChatAsync("Warm up.", maxTokens: 1);

        var late = await Best.OfAsync(0.002, async () =>
        {
            var truth = await simulator.ChatTruthAsync("A longer stream", maxTokens: 250);
            return truth.Text.TakeLast(50).Select(write => truth.Seconds(write.Timestamp - write.DueTimestamp)).Order().ElementAt(25);
        });

        Assert.InRange(late, 0, 0.002);
    }

    [Fact]
    public async Task The_truth_is_on_the_clients_clock()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        var before = TimeProvider.System.GetTimestamp();

        var truth = await simulator.ChatTruthAsync("Which time is it?", maxTokens: 10);

        var after = TimeProvider.System.GetTimestamp();
        Assert.True(truth.Simulated);
        Assert.Equal(TimeProvider.System.TimestampFrequency, truth.TimestampFrequency);
        long[] times = [before, truth.ReceivedTimestamp, truth.StartedTimestamp, .. truth.Writes.Select(write => write.Timestamp), after];
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task The_truth_tells_every_byte_that_was_sent()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var events = await simulator.ChatAsync("快速排序", maxTokens: 30);
        var truth = await simulator.TruthAsync(events[0].Data.GetProperty("id").GetString()!);

        Assert.Equal(events.Select(sent => System.Text.Encoding.UTF8.GetByteCount($"data: {sent.Raw}\n\n")), truth.Writes.Select(write => write.Bytes));
        Assert.Equal(truth.Content, string.Concat(events.SkipLast(1).Select(sent => sent.Content)));
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(truth.Content), truth.Writes.Sum(write => write.TextBytes));
        Assert.Equal("role finish usage done", string.Join(' ', truth.Writes.Select(write => write.What).Where(what => what != "answer")));
    }
}
