using System.Text.Json;
using LlmObs.Runner.Servers;
using LlmObs.Simulator.Hazards;

namespace LlmObs.Runner.Tests.Servers.Hazards;

/// <summary>What the scenarios see of us.</summary>
public sealed class HazardRequestTests(HazardServer server) : IClassFixture<HazardServer>
{
    [Fact]
    public async Task A_request_says_numbers_as_numbers_and_asks_for_usage()
    {
        var (_, truth) = await server.AskAsync(HazardCatalogue.Find("plain")!, TestContext.Current.CancellationToken);

        using var body = JsonDocument.Parse(truth.RequestBody);
        Assert.Equal(8, body.RootElement.GetProperty("max_tokens").GetInt32());
        Assert.Equal(0, body.RootElement.GetProperty("temperature").GetDouble());
        Assert.Equal(1, body.RootElement.GetProperty("seed").GetInt32());
        Assert.True(body.RootElement.GetProperty("stream").GetBoolean());
        Assert.True(body.RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Fact]
    public async Task A_scenario_is_a_server_a_person_can_name()
    {
        await using var connected = await new ServerConnector(TimeProvider.System).ConnectAsync(server.AddressOf("utf8-split"), apiKey: null, TestContext.Current.CancellationToken);

        var models = await connected.ListModelsAsync(TestContext.Current.CancellationToken);

        Assert.Equal("hazard", Assert.Single(models).Key);
    }
}
