using System.Text.Json.Nodes;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;
using static LlmObs.Runner.Tests.Servers.Dialects.FakeLmStudio;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>The native chat's events in <c>Recordings/lm_studio</c>, written from LM Studio's documentation of them; none was recorded.</summary>
public sealed class LmStudioCrossCheckTests
{
    private static readonly string[] Events = [.. Recording.Documented("lm_studio", "v1-chat.sse").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(told => $"{told}\n\n")];

    private static string Start => string.Concat(Events[..4]);

    private static string Text => string.Concat(Events[4..^1]);

    private static string End => Events[^1];

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

    public static TheoryData<string, string> BadEnds => new()
    {
        { Recording.Documented("lm_studio", "v1-chat-error.sse") + End, "The engine crashed" },
        { Text, "truncated" },
        { End, "empty" },
        { "", "empty" },
    };

    [Theory, MemberData(nameof(BadEnds))]
    public async Task A_stream_without_a_good_end_says_nothing_and_why(string rest, string expected)
    {
        var check = await CheckAsync(Start + rest);

        Assert.Contains(expected, check.Failure, StringComparison.Ordinal);
        Assert.Null(check.ReportedTokensPerSecond);
    }

    [Fact]
    public async Task One_for_which_the_model_had_to_be_loaded_says_nothing_about_the_load_that_was_measured()
    {
        var loading = Recording.Documented("lm_studio", "v1-chat-loading.sse");

        Assert.Equal("The server loaded minimax-m2.1@q6_k for it: it was not in memory any more.", (await CheckAsync(loading + Text + End)).Failure);
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

    private static async Task<CrossCheck> CheckAsync(string stream)
    {
        await using var fake = await StartAsync(Cancel);
        fake.Says("POST /api/v1/chat", new FakeAnswer(stream) { ContentType = "text/event-stream" });
        await using var server = await ConnectAsync(fake, Cancel);
        return (await server.CrossCheckAsync(MiniMax, Cancel))!;
    }
}
