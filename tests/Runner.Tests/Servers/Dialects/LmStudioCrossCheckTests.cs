using System.Text.Json.Nodes;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;
using static LlmObs.Runner.Tests.Servers.Dialects.FakeLmStudio;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>The native chat's events, written from LM Studio's documentation of them; none was recorded.</summary>
public sealed class LmStudioCrossCheckTests
{
    private const string Start = "event: chat.start\ndata: {\"type\":\"chat.start\",\"model_instance_id\":\"minimax-m2.1@q6_k\"}\n\n"
        + "event: prompt_processing.start\ndata: {\"type\":\"prompt_processing.start\"}\n\nevent: prompt_processing.progress\ndata: {\"type\":\"prompt_processing.progress\",\"progress\":0.5}\n\n"
        + "event: prompt_processing.end\ndata: {\"type\":\"prompt_processing.end\"}\n\n";

    private const string Text = "event: reasoning.start\ndata: {\"type\":\"reasoning.start\"}\n\nevent: reasoning.delta\ndata: {\"type\":\"reasoning.delta\",\"content\":\"Need to\"}\n\n"
        + "event: reasoning.end\ndata: {\"type\":\"reasoning.end\"}\n\nevent: message.start\ndata: {\"type\":\"message.start\"}\n\n"
        + "event: message.delta\ndata: {\"type\":\"message.delta\",\"content\":\"One, \\u4e8c\"}\n\nevent: message.end\ndata: {\"type\":\"message.end\"}\n\n";

    private const string End = "event: chat.end\ndata: {\"type\":\"chat.end\",\"result\":{\"model_instance_id\":\"minimax-m2.1@q6_k\",\"output\":[],\"stats\":{\"input_tokens\":329,\"total_output_tokens\":268,\"reasoning_output_tokens\":5,\"tokens_per_second\":43.73,\"time_to_first_token_seconds\":0.781}}}\n\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_reports_stands_beside_what_was_observed()
    {
        var check = await CheckAsync(Start + Text + End);

        Assert.Null(check.Failure);
        Assert.Equal("LM Studio's native API", check.Source);
        Assert.Equal((43.73, 0.781), (check.ReportedTokensPerSecond, check.ReportedTimeToFirstTokenSeconds));
        Assert.Equal((329, 268, 5), (check.ReportedInputTokens, check.ReportedOutputTokens, check.ReportedReasoningTokens));
        Assert.InRange(check.ObservedTimeToFirstTokenSeconds!.Value, 0, 30);
        Assert.Null(check.ObservedTokensPerSecond);
    }

    [Fact]
    public async Task It_keeps_no_conversation_and_asks_for_no_context()
    {
        await using var fake = await StartAsync(Cancel);
        await using var server = await ConnectAsync(fake, Cancel);

        await server.CrossCheckAsync(MiniMax, Cancel);

        var body = JsonNode.Parse(Assert.Single(fake.Requests, request => request.Question == "POST /api/v1/chat").Body)!.AsObject();
        Assert.Equal(["input", "max_output_tokens", "model", "store", "stream", "temperature"], body.Select(member => member.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal((MiniMax, false, true), ((string?)body["model"], (bool?)body["store"], (bool?)body["stream"]));
    }

    [Theory]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"internal_error\",\"message\":\"The engine crashed\"}}\n\n" + End, "The engine crashed")]
    [InlineData(Text, "truncated")]
    [InlineData(End, "empty")]
    [InlineData("", "empty")]
    public async Task A_stream_without_a_good_end_says_nothing_and_why(string rest, string expected)
    {
        var check = await CheckAsync(Start + rest);

        Assert.Contains(expected, check.Failure, StringComparison.Ordinal);
        Assert.Null(check.ReportedTokensPerSecond);
    }

    [Fact]
    public async Task One_for_which_the_model_had_to_be_loaded_says_nothing_about_the_load_that_was_measured()
    {
        const string Loading = "event: model_load.start\ndata: {\"type\":\"model_load.start\",\"model_instance_id\":\"m\"}\n\nevent: model_load.progress\ndata: {\"type\":\"model_load.progress\",\"model_instance_id\":\"m\",\"progress\":0.65}\n\n";

        Assert.Equal("The server loaded minimax-m2.1@q6_k for it: it was not in memory any more.", (await CheckAsync(Loading + Text + End)).Failure);
    }

    [Fact]
    public async Task One_that_another_instance_answered_says_nothing() =>
        Assert.Equal("\"minimax-m2.1@q6_k\" was asked, but \"other\" answered.", (await CheckAsync(Text + End.Replace("minimax-m2.1@q6_k", "other", StringComparison.Ordinal))).Failure);

    [Fact]
    public async Task On_a_server_of_known_speed_both_figures_are_that_speed()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), Cancel);
        await using var server = await new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, null, Cancel);
        var loaded = await server.LoadAsync((await server.ListModelsAsync(Cancel)).First(one => one.Key == "demo-coder@q8_0"), new LoadOptions(), Cancel);

        // the first answer after a load is a slow one
        await server.CrossCheckAsync(loaded.Instance.Id, Cancel);
        var check = await server.CrossCheckAsync(loaded.Instance.Id, Cancel);

        Assert.Null(check!.Failure);
        Assert.InRange(check.ReportedTokensPerSecond!.Value, 120, 140);
        Assert.InRange(Math.Abs(check.SpeedDifference!.Value), 0, 0.2);
    }

    [Fact]
    public async Task An_older_version_has_no_native_chat_to_check_with()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { IsOld = true }, Cancel);
        await using var server = await new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, null, Cancel);

        Assert.Null(await server.CrossCheckAsync("x", Cancel));
    }

    private static async Task<CrossCheck> CheckAsync(string stream)
    {
        await using var fake = await StartAsync(Cancel);
        fake.Says("POST /api/v1/chat", new FakeAnswer(stream) { ContentType = "text/event-stream" });
        await using var server = await ConnectAsync(fake, Cancel);
        return (await server.CrossCheckAsync(MiniMax, Cancel))!;
    }
}
