using System.Net;
using System.Text.Json;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Endpoints;

/// <summary>What a Collector answers, of the machine that does not exist.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task A_sample_tells_the_whole_machine_and_says_that_it_is_simulated()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        await simulator.LoadAsync(RunningSimulator.Demo);

        var sample = (await SamplesAsync(simulator))[^1];

        Assert.True(sample.GetProperty("simulated").GetBoolean());
        Assert.Equal(12, sample.GetProperty("powers").GetProperty("system").GetDouble());
        Assert.InRange(sample.GetProperty("temperatures").GetProperty("gpu").GetDouble(), 34, 60);
        Assert.Equal(0, sample.GetProperty("thermalPressure").GetInt32());
        Assert.InRange(sample.GetProperty("fans").GetProperty("fan 1").GetDouble(), 1300, 3000);
        Assert.Equal(4_900_000_000, sample.GetProperty("diskReadBytes").GetInt64());
        var server = sample.GetProperty("servers").GetProperty($"{simulator.Address.Port}");
        // 1 GiB of the server's own, 5.9 GB of the model, 8192 tokens of context
        Assert.Equal((1L << 30) + 5_900_000_000 + 8192 * (32L << 10), server.GetProperty("footprintBytes").GetInt64());
    }

    [Fact]
    public async Task A_request_that_begins_on_a_hot_machine_is_slower_by_a_known_amount()
    {
        await using var hot = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 20, ThrottlesAtCelsius = 30 });
        await hot.ChatAsync("Warm up.", maxTokens: 1);

        var truth = await hot.ChatTruthAsync("How fast?", maxTokens: 40);

        Assert.Equal(210 * 20 * 0.7, truth.ScheduledDecodeSpeed, 0);
        Assert.Equal(1, (await SamplesAsync(hot))[^1].GetProperty("thermalPressure").GetInt32());
    }

    [Fact]
    public async Task It_knows_its_own_processes_and_no_others()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var own = await PutAsync(simulator, simulator.Address.Port);
        var other = await PutAsync(simulator, 1);

        Assert.Equal(2, own.GetProperty("processes").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, own.GetProperty("reason").ValueKind);
        Assert.Equal(0, other.GetProperty("processes").GetArrayLength());
        Assert.Contains("Nobody listens on port 1 ", other.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_proxy_it_is_known_by_the_proxys_port()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        simulator.Client.DefaultRequestHeaders.Host = "localhost:5999";

        var processes = await PutAsync(simulator, 5999);

        Assert.Equal(2, processes.GetProperty("processes").GetArrayLength());
        Assert.True((await SamplesAsync(simulator))[^1].GetProperty("servers").TryGetProperty("5999", out _));
    }

    [Fact]
    public async Task The_machine_is_reported_with_what_it_lacks()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var report = await simulator.GetAsync("/machine");

        Assert.True(report.GetProperty("simulated").GetBoolean());
        Assert.Equal(512L << 30, report.GetProperty("machine").GetProperty("memoryBytes").GetInt64());
        Assert.All(report.GetProperty("absent").EnumerateArray(), absent => Assert.NotEmpty(absent.GetProperty("reason").GetString()!));
    }

    private static async Task<IReadOnlyList<JsonElement>> SamplesAsync(RunningSimulator simulator)
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddSeconds(-1), TimeProvider.System.GetUtcNow());
        var text = await simulator.Client.GetStringAsync($"/samples?from={from:yyyy-MM-ddTHH:mm:ss.fffffffZ}&to={to:yyyy-MM-ddTHH:mm:ss.fffffffZ}", TestContext.Current.CancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static async Task<JsonElement> PutAsync(RunningSimulator simulator, int port)
    {
        using var response = await simulator.Client.PutAsync($"/servers/{port}", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }
}
