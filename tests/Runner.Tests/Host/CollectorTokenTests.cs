using System.Net;
using LlmObs.Hardware;
using LlmObs.Runner.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmObs.Runner.Tests.Host;

public sealed class CollectorTokenTests
{
    private const string Token = "correct-horse-battery-staple";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_of_a_guarded_address_is_sent_and_never_shown()
    {
        await using var guarded = await GuardedAsync();
        var address = new GuardedAddress(new Uri(guarded.Urls.First()), Token);
        using var client = new CollectorClient(address);

        var server = await client.WatchServerAsync(1234, Cancelled);

        Assert.Equal(1234, server.Port);
        Assert.DoesNotContain(Token, $"{address} {client.Address} {address.AbsoluteUri} {address.OriginalString}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "wants its token")]
    [InlineData("another-horse-battery-staple", "has another token than the one given")]
    public async Task A_Collector_that_refuses_says_how_to_give_the_token(string? token, string told)
    {
        await using var guarded = await GuardedAsync();
        var address = new Uri(guarded.Urls.First());
        using var client = new CollectorClient(token is null ? address : new GuardedAddress(address, token));

        var refused = await Assert.ThrowsAsync<CollectorException>(() => client.WatchServerAsync(1234, Cancelled));

        Assert.Equal($"The Collector at {address} {told}. Give it with --collector-token-file FILE or LLMOBS_COLLECTOR_TOKEN; it is what the Collector was started with.", refused.Message);
    }

    [Fact]
    public async Task One_that_watches_no_servers_costs_only_the_servers_own_figures()
    {
        await using var older = await FakeCollector.StartAsync((_, _) => []);
        using var client = new CollectorClient(older.Address);

        var refused = await Assert.ThrowsAsync<CollectorException>(() => client.WatchServerAsync(1234, Cancelled));

        Assert.EndsWith("The run has no figures of the server's own processes; those of the machine do not depend on that.", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> GuardedAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPut("/servers/{port:int}", (int port, HttpRequest request) => request.Headers.Authorization == $"Bearer {Token}"
            ? (IResult)TypedResults.Text(HostJson.ToLine(new ServerProcesses { At = DateTimeOffset.UnixEpoch, Port = port, Processes = [] }), "application/json")
            : TypedResults.Unauthorized());
        await app.StartAsync(Cancelled);
        return app;
    }
}
