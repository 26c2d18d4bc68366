using System.Net;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Endpoints;

public sealed class GreetingTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_greets_as_LM_Studio_and_says_what_it_is()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var greeting = await simulator.GetAsync("/lmstudio-greeting");

        Assert.True(greeting.GetProperty("lmstudio").GetBoolean());
        Assert.Matches(@"^\d+\.\d+\.\d+$", greeting.GetProperty("simulator").GetString());
    }

    [Fact]
    public async Task It_tells_its_options_and_where_the_hazards_are_but_not_its_token()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { Seed = 7, TimeScale = 3, Token = "secret" });
        simulator.Client.DefaultRequestHeaders.Authorization = new("Bearer", "secret");

        var told = await simulator.GetAsync("/simulator");

        Assert.True(told.GetProperty("simulated").GetBoolean());
        Assert.Equal(7, told.GetProperty("options").GetProperty("seed").GetInt32());
        Assert.Equal(3, told.GetProperty("options").GetProperty("timeScale").GetDouble());
        Assert.StartsWith("http://127.0.0.1:", told.GetProperty("hazards").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", told.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_healthy_and_listens_on_this_machine_only()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { IsService = true });

        using var health = await simulator.Client.GetAsync("/health", Stopped);

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(IPAddress.Loopback.ToString(), simulator.Address.Host);
    }

    [Fact]
    public async Task It_starts_in_less_than_300_milliseconds()
    {
        var clock = TimeProvider.System;

        var seconds = await Best.OfAsync(0.3, async () =>
        {
            var begun = clock.GetTimestamp();
            await using var simulator = await RunningSimulator.StartFastAsync();
            return clock.GetElapsedTime(begun).TotalSeconds;
        });

        Assert.InRange(seconds, 0, 0.3);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer right", HttpStatusCode.OK)]
    public async Task A_token_is_demanded_when_one_is_set(string? authorization, HttpStatusCode expected)
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { Token = "right" });
        if (authorization is not null)
            simulator.Client.DefaultRequestHeaders.Add("Authorization", authorization);

        using var models = await simulator.Client.GetAsync("/v1/models", Stopped);
        using var greeting = await simulator.Client.GetAsync("/lmstudio-greeting", Stopped);

        Assert.Equal(expected, models.StatusCode);
        Assert.Equal(HttpStatusCode.OK, greeting.StatusCode);
    }

    [Fact]
    public async Task The_truth_of_an_unknown_response_is_not_found()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        using var response = await simulator.Client.GetAsync("/truth/chatcmpl-none", Stopped);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
