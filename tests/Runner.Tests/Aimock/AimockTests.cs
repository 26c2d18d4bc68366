using LlmObs.Measurements;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Tests.Servers.Streaming;

namespace LlmObs.Runner.Tests.Aimock;

/// <summary>Our client against a server that nobody here wrote, held against the fixtures it was given.</summary>
[Collection(nameof(Alone))]
public sealed class AimockTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_taken_for_an_OpenAI_compatible_server_with_the_one_model_of_its_fixtures()
    {
        await using var mock = await AimockProcess.StartAsync(AimockProcess.Demand());
        await using var server = await ConnectAsync(mock);

        var model = Assert.Single(await server.ListModelsAsync(Cancel));

        Assert.Equal(("openai_compatible", false, "mock-model", true), (server.Identity.Kind, server.Identity.IsSimulated, model.Key, model.IsLoaded));
    }

    [Fact]
    public async Task Its_answer_its_tokens_and_its_pace_are_those_of_the_fixture()
    {
        await using var mock = await AimockProcess.StartAsync(AimockProcess.Demand());
        await using var server = await ConnectAsync(mock);
        await server.WarmUpConnectionsAsync(1, Cancel);
        await StreamAsync(server, "count to eight");

        var timeline = await StreamAsync(server, "count to eight");

        var measured = RequestMeasurement.Of(timeline);
        Assert.IsType<RequestOutcome.Completed>(RequestOutcome.Of(timeline));
        Assert.Equal(("one two three four five six seven eight", "stop", "mock-model"), (timeline.Answer, timeline.FinishReason, timeline.ResponseModel));
        Assert.Equal((21, 40), (timeline.Usage!.PromptTokens, timeline.Usage.CompletionTokens));
        // its timers come in whole milliseconds and late: 150 ms to the first letter, then one every 20 ms
        Assert.InRange(measured.TimeToFirstToken!.Value.TotalMilliseconds, 149, 260);
        Assert.InRange(measured.DecodeTokensPerSecond!.Value, 38, 52);
    }

    [Fact]
    public async Task Its_thinking_is_told_from_its_answer()
    {
        await using var mock = await AimockProcess.StartAsync(AimockProcess.Demand());
        await using var server = await ConnectAsync(mock);

        var timeline = await StreamAsync(server, "think first");

        Assert.Equal(("Let me see.", "Yes."), (timeline.Reasoning, timeline.Answer));
        Assert.IsType<RequestOutcome.Completed>(RequestOutcome.Of(timeline));
    }

    [Theory]
    [InlineData("break off", "truncated", "connection-reset", "one two ")]
    [InlineData("too busy", "refused", "http-429", "")]
    [InlineData("nobody expects this", "failed", "http-404", "")]
    public async Task What_its_fixtures_break_is_told_as_broken(string prompt, string outcome, string code, string answer)
    {
        await using var mock = await AimockProcess.StartAsync(AimockProcess.Demand());
        await using var server = await ConnectAsync(mock);

        var timeline = await StreamAsync(server, prompt);

        Assert.Equal((outcome, code), (RequestOutcome.Of(timeline).Name, RequestOutcome.Of(timeline).Code));
        Assert.StartsWith(answer, timeline.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--chaos-drop", "failed", "http-500", "Chaos: request dropped")]
    [InlineData("--chaos-malformed", "failed", "not-a-stream", "{malformed json: <<<chaos>>>")]
    [InlineData("--chaos-disconnect", "failed", "connection-reset", "")]
    [InlineData("--chaos-ratelimit", "refused", "http-429", "It asks to wait")]
    public async Task Its_chaos_is_told_by_its_kind(string flag, string outcome, string code, string words)
    {
        await using var mock = await AimockProcess.StartAsync(AimockProcess.Demand(), flag, "1");
        await using var server = await ConnectAsync(mock);

        var told = RequestOutcome.Of(await StreamAsync(server, "count to eight"));

        Assert.Equal((outcome, code), (told.Name, told.Code));
        Assert.Contains(words, told.Reason, StringComparison.Ordinal);
    }

    private static Task<RequestTimeline> StreamAsync(ILlmServer server, string prompt) => server.StreamAsync(Reading.Request with { Model = "mock-model", Prompt = prompt, MaxTokens = 64 }, Cancel);

    private static Task<ILlmServer> ConnectAsync(AimockProcess mock) => new ServerConnector(TimeProvider.System).ConnectAsync(mock.Address, apiKey: null, Cancel);
}
