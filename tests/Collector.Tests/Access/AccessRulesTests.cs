using System.Net;
using LlmObs.Collector.Options;
using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Access;

public sealed class AccessRulesTests
{
    private const string Token = "correct-horse-battery-staple";
    private static readonly string[] Guarded = ["/samples", "/metrics", "/servers/1234", "/nothing"];

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_a_token_nothing_but_health_is_told_without_it_and_the_answer_says_what_to_send()
    {
        await using var collector = await StartAsync(Token);

        foreach (var path in Guarded)
        {
            using var answer = await AskAsync(collector, path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
            var said = await answer.Content.ReadAsStringAsync(Stopped);
            Assert.Contains("Authorization: Bearer", said, StringComparison.Ordinal);
            Assert.Contains("--collector-token-file FILE or LLMOBS_COLLECTOR_TOKEN", said, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, said, StringComparison.Ordinal);
        }
        using var health = await AskAsync(collector, "/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Theory]
    [InlineData("Bearer correct-horse-battery-staple", HttpStatusCode.OK)]
    [InlineData("bearer correct-horse-battery-staple", HttpStatusCode.OK)]
    [InlineData("Bearer correct-horse-battery-stapl", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer correct-horse-battery-staples", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer Correct-horse-battery-staple", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Basic correct-horse-battery-staple", HttpStatusCode.Unauthorized)]
    [InlineData("correct-horse-battery-staple", HttpStatusCode.Unauthorized)]
    public async Task Only_the_token_itself_opens(string sent, HttpStatusCode expected)
    {
        await using var collector = await StartAsync(Token);

        using var answer = await AskAsync(collector, "/samples", ("Authorization", sent));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task With_a_token_it_may_be_asked_under_any_name()
    {
        await using var collector = await StartAsync(Token);

        using var answer = await AskAsync(collector, "/samples", ("Authorization", $"Bearer {Token}"), ("Host", "mac.example"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/samples", "attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("/metrics", "attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("/samples", "host.docker.internal", HttpStatusCode.Forbidden)]
    [InlineData("/metrics", "host.docker.internal", HttpStatusCode.OK)]
    [InlineData("/samples", "localhost:5181", HttpStatusCode.OK)]
    [InlineData("/samples", "127.0.0.2:5181", HttpStatusCode.OK)]
    [InlineData("/samples", "[::1]:5181", HttpStatusCode.OK)]
    [InlineData("/samples", "192.168.1.2", HttpStatusCode.Forbidden)]
    [InlineData("/samples", "127.0.0.1.attacker.example", HttpStatusCode.Forbidden)]
    public async Task Without_a_token_no_foreign_name_may_point_here(string path, string name, HttpStatusCode expected)
    {
        await using var collector = await StartAsync(token: null);

        using var answer = await AskAsync(collector, path, ("Host", name));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task No_foreign_page_may_have_a_server_watched()
    {
        await using var collector = await StartAsync(token: null);
        using var client = new HttpClient { BaseAddress = collector.Address };
        using var question = new HttpRequestMessage(HttpMethod.Put, new Uri("/servers/1234", UriKind.Relative));
        question.Headers.Add("Origin", "https://attacker.example");

        using var answer = await client.SendAsync(question, Stopped);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static Task<CollectorHost> StartAsync(string? token) =>
        CollectorHost.StartAsync(new CollectorOptions { Port = 0, Patience = RunningCollector.Patience, Token = token }, Array.Empty<ISensor>(), TimeProvider.System, Stopped);

    private static async Task<HttpResponseMessage> AskAsync(CollectorHost collector, string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = collector.Address };
        using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
            Assert.True(question.Headers.TryAddWithoutValidation(name, value));
        return await client.SendAsync(question, Stopped);
    }
}
