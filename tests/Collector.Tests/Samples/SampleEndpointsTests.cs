using System.Globalization;
using System.Net;
using System.Text.Json;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests.Samples;

public sealed class SampleEndpointsTests
{
    private static readonly FedSensor Everything = new("everything", sample => (sample with
    {
        MemoryTotalBytes = 549_755_813_888,
        MemoryUsedBytes = 148_000_000_000,
        SwapTotalBytes = 2048,
        SwapUsedBytes = 0,
        MemoryPressure = 0.0153,
        ThermalPressure = 2,
    }).WithTemperature("gpu", 71.5).WithFan("left", 1187).WithPower("system", 214.25));

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sample_is_a_line_that_reads_as_it_was_written()
    {
        await using var collector = await RunningCollector.StartAsync(Everything);

        var (_, _, body) = await collector.GetAsync("/samples");

        Assert.StartsWith("""{"at":"2026-11-24T21:30:00+00:00","memoryTotalBytes":549755813888,"memoryUsedBytes":148000000000,"swapTotalBytes":2048,"swapUsedBytes":0,""", body, StringComparison.Ordinal);
        Assert.Contains("""
            "temperatures":{"gpu":71.5},"fans":{"left":1187},"powers":{"system":214.25}
            """, body, StringComparison.Ordinal);
        Assert.Equal(body, $"{HostJson.ToLine(HostJson.Read<HostSample>(body))}\n");
    }

    [Fact]
    public async Task What_no_sensor_tells_is_null_and_never_zero()
    {
        await using var collector = await RunningCollector.StartAsync();

        var (_, _, body) = await collector.GetAsync("/samples");

        using var sample = JsonDocument.Parse(body);
        Assert.All(sample.RootElement.EnumerateObject().Skip(1), reading => Assert.True(reading.Value.GetRawText() is "null" or "{}", reading.Name));
    }

    [Theory]
    [InlineData("", "0 1 2 3 4 5")]
    [InlineData("?from=2026-11-24T21:30:02Z", "2 3 4 5")]
    [InlineData("?to=2026-11-24T21:30:01.500Z", "0 1")]
    [InlineData("?from=2026-11-24T21:30:02Z&to=2026-11-24T21:30:03Z", "2 3")]
    [InlineData("?from=2026-11-24T22:30:04%2B01:00", "4 5")]
    [InlineData("?from=2026-11-24T21:31:00Z", "")]
    public async Task A_time_is_asked_for_by_its_ends(string query, string seconds)
    {
        await using var collector = await RunningCollector.StartAsync(Everything);
        for (var tick = 1; tick <= 5; tick++)
        {
            collector.Clock.Advance(TimeSpan.FromSeconds(1));
            await collector.UntilAsync(samples: tick + 1);
        }

        var samples = await collector.SamplesAsync(query);

        Assert.Equal(seconds, string.Join(' ', samples.Select(sample => (sample.At - RunningCollector.Start).TotalSeconds.ToString(CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("?from=yesterday", "from", "such as 2026-11-24T21:30:00Z")]
    [InlineData("?from=2026-11-24T21:30:00", "from", "with its zone")]
    [InlineData("?to=2026-11-24T22:30:00+01:00", "to", "%2B")]
    [InlineData("?to=", "to", "such as 2026-11-24T21:30:00Z")]
    [InlineData("?since=2026-11-24T21:30:00Z", "since", "only from and to")]
    [InlineData("?from=2026-11-24T21:30:02Z&to=2026-11-24T21:30:01Z", "from", "Write the earlier time as from")]
    [InlineData("?from=2026-11-24T21:30:02Z&from=2026-11-24T21:30:03Z", "from", "is not a time")]
    public async Task A_question_it_does_not_understand_is_answered_with_what_to_write(string query, string place, string advice)
    {
        await using var collector = await RunningCollector.StartAsync();

        var (status, kind, body) = await collector.GetAsync($"/samples{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("application/problem+json", kind);
        using var problem = JsonDocument.Parse(body);
        Assert.Contains(advice, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(problem.RootElement.GetProperty("errors").TryGetProperty(place, out _));
    }

    [Fact]
    public async Task It_is_healthy_while_samples_come_and_listens_on_this_machine_only()
    {
        await using var collector = await RunningCollector.StartAsync(Everything);

        var (healthy, _, _) = await collector.GetAsync("/health");

        Assert.Equal(HttpStatusCode.OK, healthy);
        Assert.Equal(IPAddress.Loopback.ToString(), collector.Address.Host);
    }
}
