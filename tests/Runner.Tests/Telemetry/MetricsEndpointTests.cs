using System.Text.RegularExpressions;
using LlmObs.Runner.Tests.Pages;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Tests.Telemetry;

/// <summary>What Prometheus gets from a Runner that carries out the quick plan on the Simulator.</summary>
public sealed partial class MetricsEndpointTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("llmobs-metrics-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task Every_series_of_ours_is_in_the_catalogue_with_its_labels_and_the_results_outlive_the_process()
    {
        await using (var service = await RunningService.StartAsync(_results, TestContext.Current.CancellationToken, "--server", "simulator"))
        {
            await service.StateAsync(state => state.Contains("\"exitCode\":0", StringComparison.Ordinal));
            AssertIsCatalogue(Series(await service.PageAsync("/metrics")));
            Assert.Contains("\"isUp\":true", await service.PageAsync("/api/server"), StringComparison.Ordinal);
        }

        await using var next = await RunningService.StartAsync(_results, TestContext.Current.CancellationToken, "--server", "simulator");
        await next.PostAsync("/api/sessions/stop");
        var published = await PublishedAsync(next);

        Assert.Equal(4, published.Select(series => series.Labels["llmobs_variant"]).Distinct(StringComparer.Ordinal).Count());
        Assert.All(published, series => Assert.Equal("true", series.Labels["llmobs_simulated"]));
    }

    [Fact]
    public async Task A_container_reaches_the_metrics_under_a_foreign_name_and_nothing_else()
    {
        await using var service = await RunningService.StartAsync(_results, TestContext.Current.CancellationToken, "--server", "http://127.0.0.1:9", "--run");

        Assert.Equal(System.Net.HttpStatusCode.OK, await StatusAsync(service, "/metrics"));
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, await StatusAsync(service, "/api/state"));
    }

    private static async Task<System.Net.HttpStatusCode> StatusAsync(RunningService service, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "aspire.dev.internal:5180";
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<List<Line>> PublishedAsync(RunningService service)
    {
        for (var look = 0; look < 200; look++)
        {
            var means = Series(await service.PageAsync("/metrics")).Where(series => series.Name == VariantInstruments.DecodeSpeedMean.PrometheusName).ToList();
            if (means.Count > 0)
                return means;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The earlier results were not published.");
    }

    private static void AssertIsCatalogue(List<Line> series)
    {
        var ours = series.Where(line => line.Name.StartsWith("llmobs_", StringComparison.Ordinal) || line.Name.StartsWith("gen_ai_", StringComparison.Ordinal)).ToList();
        foreach (var line in ours)
        {
            var instrument = Assert.Single(Instruments.All, one => Names(one).Contains(line.Name, StringComparer.Ordinal));
            var labels = instrument.Labels.Select(Instruments.Label).Append("le").Append("otel_scope_name");
            Assert.Empty(line.Labels.Keys.Except(labels, StringComparer.Ordinal));
        }
        // a short answer has no decode speed, and it may have been the last one; nothing here comes in an open loop
        Instrument[] mayBeAbsent = [RunnerInstruments.TimeToFirstTokenFromIntended, RunnerInstruments.SendLateness, RunnerInstruments.RunStart, RunnerInstruments.LastDecodeSpeed, VariantInstruments.PeakMemory, VariantInstruments.MemoryEfficiency];
        var missing = RunnerInstruments.All.Concat(VariantInstruments.All).Except(mayBeAbsent).Where(one => !ours.Any(line => Names(one).Contains(line.Name, StringComparer.Ordinal)));
        Assert.Empty(missing.Select(one => one.Name));
    }

    private static string[] Names(Instrument instrument) => instrument.Kind == InstrumentKind.Histogram
        ? [.. new[] { "_bucket", "_sum", "_count" }.Select(part => instrument.PrometheusName + part)]
        : [instrument.PrometheusName];

    private static List<Line> Series(string text) => [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    private static Line Parse(string line)
    {
        var name = line[..line.IndexOfAny(['{', ' '])];
        return new Line(name, Label().Matches(line).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal));
    }

    [GeneratedRegex("""(?<name>[a-zA-Z_]\w*)="(?<value>[^"]*)"[,}]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    private sealed record Line(string Name, Dictionary<string, string> Labels);
}
