using LlmObs.Hardware;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Tests.Host;
using LlmObs.Runner.Tests.Servers.Dialects;

namespace LlmObs.Runner.Tests.Checks;

public sealed class InquiryTests
{
    private readonly WitnessInquiry _inquiry = new(TimeProvider.System);

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Collector_tells_the_last_minute_and_its_machine()
    {
        await using var collector = await FakeCollector.StartAsync((from, to) => [new HostSample { At = from, MemoryUsedBytes = 1 }, new HostSample { At = to, MemoryUsedBytes = 40, MemoryTotalBytes = 100 }]);
        collector.Report = Given.Report;

        var facts = await _inquiry.AskAsync(collector.Address, Stopped);

        Assert.Null(facts.Problem);
        Assert.Equal((60, 100), (facts.FreeBytes, facts.TotalBytes));
        Assert.Equal(WitnessFacts.Span, facts.Samples[1].At - facts.Samples[0].At);
        Assert.Equal(Given.Report.Version, facts.Report!.Version);
        Assert.NotNull(facts.ReportedAt);
    }

    [Fact]
    public async Task One_without_a_report_still_tells_its_samples()
    {
        await using var collector = await FakeCollector.StartAsync((_, to) => [new HostSample { At = to, MemoryUsedBytes = 40, MemoryTotalBytes = 100 }]);

        var facts = await _inquiry.AskAsync(collector.Address, Stopped);

        Assert.Equal((null, null, 60L), (facts.Problem, facts.Report, facts.FreeBytes));
    }

    [Fact]
    public async Task One_that_is_not_there_is_a_problem_in_words()
    {
        var facts = await _inquiry.AskAsync(new Uri("http://127.0.0.1:9/"), Stopped);

        Assert.StartsWith("the one at http://127.0.0.1:9 does not answer: ", facts.Problem, StringComparison.Ordinal);
        Assert.Null(facts.FreeBytes);
    }

    [Fact]
    public async Task A_Prometheus_is_ready_not_ready_or_not_there()
    {
        await using var server = await FakeServer.StartAsync(Stopped);
        server.Otherwise = new FakeAnswer("starting") { Status = 503 };
        var starting = await PrometheusInquiry.AskAsync(server.Address, Stopped);
        server.Says("GET /-/ready", "ready");

        Assert.Equal("something answers with 503", starting.Problem);
        Assert.Null((await PrometheusInquiry.AskAsync(server.Address, Stopped)).Problem);
        Assert.Equal("none answers", (await PrometheusInquiry.AskAsync(new Uri("http://127.0.0.1:9/"), Stopped)).Problem);
    }
}
