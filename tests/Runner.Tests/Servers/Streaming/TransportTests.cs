using System.Text.Json;
using LlmObs.Measurements;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>What a server sees of us: one plain request, once, over a connection that was open before.</summary>
public sealed class TransportTests
{
    private const string Token = """data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}""" + "\n\n";
    private static readonly string Models = ScriptedServer.Whole("200 OK", """{"data":[]}""");
    private static readonly string Answer = ScriptedServer.Chunked($"{Token}data: [DONE]\n\n");

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("500 Internal Server Error", "")]
    [InlineData("503 Service Unavailable", "Retry-After: 1\r\n")]
    [InlineData("429 Too Many Requests", "Retry-After: 0\r\n")]
    [InlineData("408 Request Timeout", "")]
    [InlineData("307 Temporary Redirect", "Location: /v1/elsewhere\r\n")]
    public async Task A_refusal_is_neither_asked_again_nor_followed(string status, string headers)
    {
        await using var server = Server(ScriptedServer.Whole(status, """{"error":{"message":"not now"}}""", headers));

        var timeline = await AskAsync(server);

        Assert.Equal(StreamEnd.HttpError, timeline.End);
        Assert.EndsWith("not now", timeline.Error, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Posts);
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("0", 0)]
    [InlineData("Wed, 21 Oct 2026 07:28:00 GMT", null)]
    [InlineData("-5", null)]
    [InlineData("99999999999", null)]
    public async Task When_to_ask_again_is_kept_for_people(string value, int? seconds)
    {
        await using var server = Server(ScriptedServer.Whole("503 Service Unavailable", "loading", $"Retry-After: {value}\r\n"));

        var timeline = await AskAsync(server);

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), timeline.RetryAfter);
    }

    [Fact]
    public async Task A_reset_is_not_asked_again()
    {
        await using var server = Server(null);

        var timeline = await AskAsync(server);

        Assert.Equal(StreamEnd.ConnectionReset, timeline.End);
        Assert.Single(server.Posts);
    }

    [Fact]
    public async Task The_request_is_plain_and_says_its_length()
    {
        await using var server = Server(Answer);

        await AskAsync(server);

        var sent = Assert.Single(server.Posts);
        Assert.Equal("POST /v1/chat/completions HTTP/1.1", sent.Start);
        Assert.Equal("*/*", sent.Headers["Accept"]);
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
        Assert.True(sent.Headers.ContainsKey("Content-Length"));
        Assert.DoesNotContain(sent.Headers.Keys, name => name is "Transfer-Encoding" or "Accept-Encoding" or "Authorization" or "traceparent" or "Expect" or "Cookie");
    }

    [Fact]
    public async Task A_key_goes_with_the_warm_up_as_with_the_request()
    {
        await using var server = Server(Answer);

        await AskAsync(server, "secret");

        Assert.Equal(["Bearer secret", "Bearer secret"], server.Requests.Select(request => request.Headers["Authorization"]));
    }

    [Fact]
    public async Task What_is_not_set_is_left_to_the_server_and_numbers_are_numbers()
    {
        await using var server = Server(Answer);

        await AskAsync(server);

        using var body = JsonDocument.Parse(Assert.Single(server.Posts).Body);
        Assert.Equal(["model", "messages", "max_tokens", "stream", "stream_options", "temperature"], body.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Number, body.RootElement.GetProperty("max_tokens").ValueKind);
        Assert.Equal("""{"include_usage":true}""", body.RootElement.GetProperty("stream_options").GetRawText());
    }

    [Fact]
    public async Task A_prompt_of_megabytes_arrives_whole()
    {
        await using var server = Server(Answer);
        var prompt = string.Concat(Enumerable.Repeat("量子 \"qubits\"\n", 200_000));

        var timeline = await AskAsync(server, request: Reading.Request with { Prompt = prompt });

        using var body = JsonDocument.Parse(Assert.Single(server.Posts).Body);
        Assert.Equal(prompt, body.RootElement.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal("Hi", timeline.Answer);
    }

    [Fact]
    public async Task Connections_are_open_before_the_first_request_and_are_used_again()
    {
        await using var server = Server(Answer);
        await using var client = new OpenAiStreamClient(server.Address, apiKey: null, TimeProvider.System);

        await client.WarmUpAsync(16, Stopped);
        await server.HasAsync(connections: 16, Stopped);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.StreamAsync(Reading.Request, Stopped)));
        for (var request = 0; request < 50; request++)
            await client.StreamAsync(Reading.Request, Stopped);

        Assert.Equal(16, server.Connections);
        Assert.Equal(66, server.Posts.Count());
    }

    [Fact]
    public async Task A_connection_whose_body_ends_a_little_after_its_last_event_is_used_again()
    {
        await using var server = Server(Answer.Replace("\r\n0\r\n", $"{ScriptedServer.Pause}\r\n0\r\n", StringComparison.Ordinal));
        await using var client = new OpenAiStreamClient(server.Address, apiKey: null, TimeProvider.System);
        await client.WarmUpAsync(1, Stopped);

        for (var request = 0; request < 20; request++)
            Assert.Equal(StreamEnd.Done, (await client.StreamAsync(Reading.Request, Stopped)).End);

        // one, but for a busy machine on which "a little" was long now and then; it was every second request before
        Assert.InRange(server.Connections, 1, 4);
    }

    [Fact]
    public async Task What_a_server_does_after_the_last_event_is_not_in_the_time_of_the_end()
    {
        await using var server = Server(Answer.Replace("\r\n0\r\n", "", StringComparison.Ordinal));

        var tails = new List<TimeSpan>();
        while (tails.Count < 6 && !tails.Exists(IsShort))
        {
            var timeline = await AskAsync(server);
            Assert.Equal(StreamEnd.Done, timeline.End);
            tails.Add(timeline.EndAt - timeline.Events[^1].At);
        }

        Assert.True(tails.Exists(IsShort), $"From the last event to the end: {string.Join(", ", tails)}");

        static bool IsShort(TimeSpan tail) => tail < TimeSpan.FromMilliseconds(20);
    }

    [Fact]
    public async Task A_server_that_never_answers_holds_up_the_warm_up_for_seconds_only()
    {
        await using var server = new ScriptedServer(_ => "");
        var clock = new FakeTimeProvider();
        await using var client = new OpenAiStreamClient(server.Address, apiKey: null, clock);
        var warmUp = client.WarmUpAsync(2, Stopped);

        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(warmUp.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));

        await warmUp.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Stopped);
    }

    [Fact]
    public async Task A_warm_up_of_nobody_is_no_failure()
    {
        await using var client = new OpenAiStreamClient(new Uri("http://127.0.0.1:9"), apiKey: null, TimeProvider.System);

        await client.WarmUpAsync(2, Stopped);

        Assert.Equal(StreamEnd.ConnectFailed, (await client.StreamAsync(Reading.Request, Stopped)).End);
    }

    [Fact]
    public async Task Sent_headers_first_event_and_end_come_in_this_order()
    {
        await using var server = Server(Answer);
        var before = TimeProvider.System.GetTimestamp();

        var timeline = await AskAsync(server);

        Assert.InRange(timeline.SentTimestamp, before, TimeProvider.System.GetTimestamp());
        Assert.True(timeline.HeadersAt > TimeSpan.Zero);
        Assert.True(timeline.HeadersAt <= timeline.Events[0].At);
        Assert.True(timeline.Events[^1].At <= timeline.EndAt);
    }

    private static ScriptedServer Server(string? answer) => new(request => request.Start.StartsWith("GET", StringComparison.Ordinal) ? Models : answer);

    private static async Task<RequestTimeline> AskAsync(ScriptedServer server, string? apiKey = null, ChatRequest? request = null)
    {
        await using var client = new OpenAiStreamClient(server.Address, apiKey, TimeProvider.System);
        await client.WarmUpAsync(1, Stopped);
        return await client.StreamAsync(request ?? Reading.Request, Stopped);
    }
}
