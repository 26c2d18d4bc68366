using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Streams;

/// <summary>What the catalogue says is what the truth shows.</summary>
public sealed class TimingTests
{
    [Theory]
    [InlineData("demo-coder@q4_k_m")]
    [InlineData("demo-coder@q6_k")]
    [InlineData("demo-coder@q8_0")]
    [InlineData("demo-coder-mlx@4bit")]
    public async Task A_warm_answer_has_the_models_speed_and_delay(string key)
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions());
        var model = SimulatedMachine.Find(key)!;
        await simulator.ChatAsync("Warm up.", key, maxTokens: 1);

        var truth = await simulator.ChatTruthAsync("Tell me about schedules.", key, maxTokens: 120);

        Assert.InRange(truth.ScheduledDecodeSpeed / model.DecodeTokensPerSecond, 0.9999, 1.0001);
        var expected = model.FixedDelay.TotalSeconds + truth.PromptTokens / model.PrefillTokensPerSecond;
        Assert.InRange(truth.TimeToFirstTokenSeconds, expected - 0.000001, expected + 0.000001);
        Assert.InRange(truth.TrueTimeToFirstToken, expected, expected + 0.5);
    }

    [Fact]
    public async Task What_really_goes_out_has_the_scheduled_speed_and_first_token()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions());
        await simulator.ChatAsync("Warm up.", maxTokens: 1);

        var error = await Best.OfAsync(0.01, async () =>
        {
            var truth = await simulator.ChatTruthAsync("Tell me about schedules.", maxTokens: 120);
            return Math.Max(Math.Abs(truth.TrueDecodeSpeed / 210 - 1), Math.Abs(truth.TrueTimeToFirstToken / truth.TimeToFirstTokenSeconds - 1) / 10);
        });

        Assert.InRange(error, 0, 0.01);
    }

    [Fact]
    public async Task The_first_request_after_a_load_is_cold_by_known_amounts()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        var model = SimulatedMachine.Find(RunningSimulator.Demo)!;

        var cold = await simulator.ChatTruthAsync("A first prompt.", maxTokens: 40);
        var warm = await simulator.ChatTruthAsync("B first prompt.", maxTokens: 40);

        Assert.Equal((true, false), (cold.IsCold, warm.IsCold));
        Assert.Equal(model.ColdDelay.TotalSeconds / 20, cold.TimeToFirstTokenSeconds - warm.TimeToFirstTokenSeconds, 6);
        Assert.Equal(0.7, cold.ScheduledDecodeSpeed / warm.ScheduledDecodeSpeed, 3);
    }

    [Fact]
    public async Task A_prompt_seen_before_is_answered_sooner_and_nobody_is_told_of_the_cache()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        var prompt = string.Concat(Enumerable.Range(0, 400).Select(number => $"word{number} "));
        await simulator.ChatAsync("Warm up.", maxTokens: 1);

        var first = await simulator.ChatTruthAsync(prompt, maxTokens: 2);
        var events = await simulator.ChatAsync(prompt, maxTokens: 2);
        var again = await simulator.TruthAsync(events[0].Data.GetProperty("id").GetString()!);
        var nonced = await simulator.ChatTruthAsync($"# 17\n{prompt}", maxTokens: 2);

        Assert.True(again.TimeToFirstTokenSeconds < first.TimeToFirstTokenSeconds / 2);
        Assert.Equal(again.PromptTokens - 8, again.CachedTokens);
        Assert.True(nonced.TimeToFirstTokenSeconds >= first.TimeToFirstTokenSeconds);
        Assert.Equal(first.PromptTokens, events[^2].Data.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.DoesNotContain("cached", events[^2].Raw, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Four_requests_share_the_machine_and_the_fifth_waits_for_a_slot()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions());
        await simulator.ChatAsync("Warm up.", maxTokens: 1);

        var truths = await Task.WhenAll(Enumerable.Range(0, 5).Select(number => simulator.ChatTruthAsync($"{number} of five", maxTokens: 60)));

        var inOrder = truths.OrderBy(truth => truth.StartedTimestamp).ToList();
        Assert.Equal([1, 2, 3, 4], inOrder.Take(4).Select(truth => truth.Neighbours).Order());
        Assert.All(inOrder, truth => Assert.Equal(210 / (1 + 0.25 * (truth.Neighbours - 1)), truth.ScheduledDecodeSpeed, 1));
        var firstEnd = inOrder.Take(4).Min(truth => truth.Writes[^1].Timestamp);
        Assert.True(inOrder[4].StartedTimestamp >= firstEnd);
        Assert.True(inOrder[4].ReceivedTimestamp < firstEnd);
    }

    [Fact]
    public async Task The_time_scale_divides_every_duration()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        await simulator.ChatAsync("Warm up.", maxTokens: 1);

        var truth = await simulator.ChatTruthAsync("How fast?", maxTokens: 100);

        Assert.Equal(210 * 20, truth.ScheduledDecodeSpeed, 0);
    }

    [Fact]
    public async Task Loads_differ_when_asked_in_the_same_way_for_the_same_seed()
    {
        var options = new SimulatorOptions { TimeScale = 100_000, LoadVariance = 0.03 };

        var first = await SpeedFactorsAsync(options, loads: 60);
        var again = await SpeedFactorsAsync(options, loads: 60);
        var other = await SpeedFactorsAsync(options with { Seed = 2 }, loads: 60);

        var logs = first.Select(factor => Math.Log(factor)).ToList();
        var mean = logs.Average();
        var deviation = Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (logs.Count - 1));
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(deviation, 0.02, 0.04);
        Assert.InRange(mean, -0.015, 0.015);
    }

    private static async Task<List<double>> SpeedFactorsAsync(SimulatorOptions options, int loads)
    {
        using var machine = new SimulatedMachine(options, new MachineHistory(options, TimeProvider.System), TimeProvider.System);
        var factors = new List<double>();
        for (var load = 0; load < loads; load++)
        {
            var loaded = await machine.LoadAsync(SimulatedMachine.Find(RunningSimulator.Demo)!, new LoadWish(), null, TestContext.Current.CancellationToken);
            factors.Add(loaded!.SpeedFactor);
            machine.Unload(loaded.Id);
        }
        return factors;
    }
}
