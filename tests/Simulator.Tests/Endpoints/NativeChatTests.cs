using System.Net;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Endpoints;

public sealed class NativeChatTests
{
    private const string Chat = "/api/v1/chat";

    [Fact]
    public async Task The_events_come_in_LM_Studios_order_when_the_model_has_to_be_loaded()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 1000 });

        var events = await simulator.StreamAsync(Chat, new { model = RunningSimulator.Thinker, input = "三个盒子？", stream = true, store = false });

        Assert.Equal(
            "chat.start model_load.start model_load.progress model_load.end prompt_processing.start prompt_processing.progress prompt_processing.end "
            + "reasoning.start reasoning.delta reasoning.end message.start message.delta message.end chat.end",
            string.Join(' ', Runs(events)));
    }

    [Fact]
    public async Task A_loaded_model_that_does_not_think_skips_those_events()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        await simulator.LoadAsync(RunningSimulator.Demo);

        var events = await simulator.StreamAsync(Chat, new { model = RunningSimulator.Demo, input = "Hello", stream = true, max_output_tokens = 6 });

        Assert.Equal(
            "chat.start prompt_processing.start prompt_processing.progress prompt_processing.end message.start message.delta message.end chat.end",
            string.Join(' ', Runs(events)));
        Assert.All(events, sent => Assert.Equal(sent.Name, sent.Data.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task The_end_holds_the_whole_answer_and_its_statistics()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 1000 });

        var events = await simulator.StreamAsync(Chat, new { model = RunningSimulator.Thinker, input = "三个盒子？", stream = true });

        var result = events[^1].Data.GetProperty("result");
        var (stats, output) = (result.GetProperty("stats"), result.GetProperty("output"));
        Assert.Equal(Text(events, "reasoning.delta"), output[0].GetProperty("content").GetString());
        Assert.Equal(Text(events, "message.delta"), output[1].GetProperty("content").GetString());
        Assert.Equal(160, stats.GetProperty("reasoning_output_tokens").GetInt32());
        Assert.Equal(events.Count(sent => sent.Name!.EndsWith(".delta", StringComparison.Ordinal)), stats.GetProperty("total_output_tokens").GetInt32());
        Assert.True(stats.GetProperty("model_load_time_seconds").GetDouble() > 0);
        Assert.True(stats.GetProperty("tokens_per_second").GetDouble() > 0);
        Assert.StartsWith("resp-simulated", result.GetProperty("response_id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_streaming_the_result_comes_alone()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var (status, result) = await simulator.PostAsync(Chat, new { model = RunningSimulator.Demo, input = "Hello", max_output_tokens = 6 });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(6, result.GetProperty("stats").GetProperty("total_output_tokens").GetInt32());
        Assert.Equal("message", Assert.Single(result.GetProperty("output").EnumerateArray()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_load_that_fails_within_the_stream_is_an_error_event()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 5000 });
        await simulator.LoadAsync("unsloth/minimax-m2.1@q8_0");

        var events = await simulator.StreamAsync(Chat, new { model = "unsloth/minimax-m2.1@bf16", input = "Hello", stream = true });

        Assert.Equal("error", events[^1].Name);
        Assert.Equal("model_load_failed", events[^1].Data.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_unknown_member_is_refused()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var (status, error) = await simulator.PostAsync(Chat, new { model = RunningSimulator.Demo, input = "Hello", max_tokens = 6 });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("max_tokens", error.GetProperty("error").GetProperty("param").GetString());
    }

    /// <summary>Names with repetitions told once.</summary>
    private static IEnumerable<string> Runs(IReadOnlyList<SentEvent> events) =>
        events.Where((sent, index) => index == 0 || events[index - 1].Name != sent.Name).Select(sent => sent.Name!);

    private static string Text(IEnumerable<SentEvent> events, string name) =>
        string.Concat(events.Where(sent => sent.Name == name).Select(sent => sent.Data.GetProperty("content").GetString()));
}
