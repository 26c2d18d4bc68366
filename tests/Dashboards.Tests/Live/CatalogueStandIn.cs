using System.Globalization;
using System.Text;
using LlmObs.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary>Serves every instrument of the catalogue with plausible values: stands in for the services, so that every panel has something to draw.</summary>
internal sealed class CatalogueStandIn : IAsyncDisposable
{
    private const int EnoughScrapes = 4;
    private readonly TaskCompletionSource _scraped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;
    private int _scrapes;

    private CatalogueStandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/metrics", Answer);
    }

    public string Address => new Uri(_app.Urls.Single()).Authority;

    public static async Task<CatalogueStandIn> StartAsync(CancellationToken cancellationToken)
    {
        var standIn = new CatalogueStandIn();
        await standIn._app.StartAsync(cancellationToken);
        return standIn;
    }

    public Task ScrapedAsync(CancellationToken cancellationToken) => _scraped.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private ContentHttpResult Answer(HttpRequest request)
    {
        var isOpen = request.Headers.Accept.ToString().Contains("openmetrics", StringComparison.Ordinal);
        var isScrape = request.Headers.UserAgent.ToString().StartsWith("Prometheus", StringComparison.Ordinal);
        var scrapes = isScrape ? Interlocked.Increment(ref _scrapes) : _scrapes;
        if (scrapes == EnoughScrapes)
            _scraped.TrySetResult();
        return TypedResults.Text(Page(scrapes, isOpen), isOpen ? "application/openmetrics-text; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8");
    }

    private static string Page(int scrapes, bool isOpen)
    {
        var page = new StringBuilder();
        foreach (var instrument in Instruments.All)
        {
            var name = instrument.PrometheusName;
            var family = isOpen && instrument.Kind is InstrumentKind.Counter ? name[..^"_total".Length] : name;
            var kind = instrument.Kind is InstrumentKind.Sum ? "gauge" : instrument.Kind.ToString().ToLowerInvariant();
            page.Append(CultureInfo.InvariantCulture, $"# TYPE {family} {kind}\n# HELP {family} {instrument.Description}\n");
            foreach (var point in StandInPoint.Of(instrument))
                Append(page, instrument, point, scrapes, isOpen);
        }
        return page.Append(isOpen ? "# EOF\n" : "").ToString();
    }

    private static void Append(StringBuilder page, Instrument instrument, StandInPoint point, int scrapes, bool isOpen)
    {
        var (name, labels) = (instrument.PrometheusName, point.Labels);
        if (instrument.Kind is not InstrumentKind.Histogram)
        {
            var value = instrument.Kind is InstrumentKind.Counter ? point.Value * scrapes : point.Value;
            page.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value}\n");
            return;
        }
        var comma = labels.Length > 0 ? "," : "";
        var seen = Enumerable.Range(0, scrapes).Select(number => point.Value * (1 + (number % 5 - 2) * 0.04)).ToList();
        foreach (var bound in instrument.Buckets.Append(double.PositiveInfinity))
        {
            var exemplar = isOpen && bound >= point.Value ? $" # {{trace_id=\"{scrapes:x32}\",span_id=\"{scrapes:x16}\"}} {Text(seen[^1])}" : "";
            page.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{Text(bound)}\"}} {seen.Count(one => one <= bound)}{(bound >= seen[^1] ? exemplar : "")}\n");
        }
        page.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {seen.Sum()}\n{name}_count{{{labels}}} {scrapes}\n");
    }

    private static string Text(double number) => double.IsInfinity(number) ? "+Inf" : number.ToString(CultureInfo.InvariantCulture);
}
