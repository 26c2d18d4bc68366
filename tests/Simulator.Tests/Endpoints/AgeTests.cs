using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Endpoints;

public sealed class AgeTests
{
    [Theory]
    [InlineData("/api/v1/models")]
    [InlineData("/api/v1/models/load")]
    [InlineData("/somewhere/else")]
    public async Task An_older_one_answers_what_it_does_not_know_with_200_and_an_error(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 20, IsOld = true });

        var answer = await simulator.GetAsync(path);

        Assert.Equal($"Unexpected endpoint or method. (GET {path}). Returning 200 anyway", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task An_older_one_lists_and_answers_over_v0_and_v1()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 50, IsOld = true });

        await ChatAsync(simulator);
        var model = (await simulator.GetAsync("/api/v0/models")).GetProperty("data").EnumerateArray().Single(one => one.GetProperty("state").GetString() == "loaded");

        Assert.Equal((RunningSimulator.Demo, 4096), (model.GetProperty("id").GetString(), model.GetProperty("loaded_context_length").GetInt32()));
    }

    [Fact]
    public async Task What_is_idle_for_too_long_is_unloaded_and_comes_back_with_the_defaults_when_it_is_asked()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 50, IdleTtl = TimeSpan.FromSeconds(10) });

        await simulator.LoadAsync(RunningSimulator.Demo, contextTokens: 32_768);
        var fresh = await ContextsAsync(simulator);
        await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System, TestContext.Current.CancellationToken);
        var idle = await ContextsAsync(simulator);
        await ChatAsync(simulator);

        Assert.Equal([32_768], fresh);
        Assert.Empty(idle);
        Assert.Equal([4096], await ContextsAsync(simulator));
    }

    private static Task ChatAsync(RunningSimulator simulator) =>
        simulator.PostAsync("/v1/chat/completions", new { model = RunningSimulator.Demo, messages = new[] { new { role = "user", content = "." } }, max_tokens = 1 });

    private static async Task<IEnumerable<int>> ContextsAsync(RunningSimulator simulator) =>
        [.. (await simulator.GetAsync("/api/v1/models")).GetProperty("models").EnumerateArray().SelectMany(model => model.GetProperty("loaded_instances").EnumerateArray())
            .Select(instance => instance.GetProperty("config").GetProperty("context_length").GetInt32())];
}
