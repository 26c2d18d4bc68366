using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LlmObs.ServiceDefaults;

/// <summary>
/// What every service of ours has: metrics for Prometheus, logs, traces and metrics over OTLP where someone listens, health, discovery of the others.
/// No resilience handler, on purpose: a retry between us and a server under test would falsify the measurement.
/// </summary>
public static class ServiceDefaultsExtensions
{
    public const string MetricsPath = "/metrics";

    /// <summary>Our own meters and activity sources are named after their service.</summary>
    internal const string OurOwn = "LlmObs.*";
    private const string LiveTag = "live";
    private static readonly string[] RoutinePaths = [MetricsPath, "/health", "/alive", "/api/state", "/api/server"];

    /// <summary>Of one instrument. Beyond it the SDK puts all into one series marked as overflow.</summary>
    private const int MostSeries = 10_000;

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddServiceDiscovery().ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .DropMisnamed()
            // a scrape tells of now and not of someone else's scrape just before
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0));
        builder.Services.ConfigureOpenTelemetryMeterProvider((services, metrics) => metrics.AddOurMeters(services.GetRequiredService<IMeterFactory>()));
        if (HasListener(builder.Configuration))
            builder.SendOver(telemetry);
        return builder;
    }

    /// <summary><c>/health</c>: ready to work; <c>/alive</c>: the process answers; <c>/metrics</c>: for Prometheus.</summary>
    public static IEndpointRouteBuilder MapServiceDefaults(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health").DisableHttpMetrics();
        routes.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).DisableHttpMetrics();
        routes.MapPrometheusScrapingEndpoint(MetricsPath).DisableHttpMetrics();
        return routes;
    }

    /// <summary>Exemplars lead from a bucket to the trace of a request in it.</summary>
    /// <param name="metrics">What is heard.</param>
    /// <param name="own">Makes this service's meters; null where the process is one service.</param>
    internal static MeterProviderBuilder AddOurMeters(this MeterProviderBuilder metrics, IMeterFactory? own = null) =>
        metrics.AddMeter(OurOwn).AddView(instrument => Stream(instrument, own)).SetExemplarFilter(ExemplarFilterType.TraceBased);

    /// <summary>
    /// A plan of many variants and cases has more series than the SDK's 2,000. Two services may live in one process, such as a Runner and its Simulator:
    /// OpenTelemetry hears both, and each tells only of itself.
    /// </summary>
    private static MetricStreamConfiguration? Stream(Instrument instrument, IMeterFactory? own)
    {
        if (own is not null && instrument.Meter.Scope is IMeterFactory other && other != own)
            return MetricStreamConfiguration.Drop;
        return instrument.Meter.Name.StartsWith("LlmObs.", StringComparison.Ordinal) ? new MetricStreamConfiguration { CardinalityLimit = MostSeries } : null;
    }

    /// <summary>Prometheus takes a gauge ending in _count for a part of a histogram.</summary>
    private static MeterProviderBuilder DropMisnamed(this MeterProviderBuilder metrics) => metrics
        .AddView("dotnet.assembly.count", MetricStreamConfiguration.Drop)
        .AddView("dotnet.process.cpu.count", MetricStreamConfiguration.Drop)
        .AddView("dotnet.timer.count", MetricStreamConfiguration.Drop);

    private static bool HasListener(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration[CommandLineTelemetry.Endpoint]);

    private static void SendOver(this IHostApplicationBuilder builder, OpenTelemetryBuilder telemetry)
    {
        builder.Services.AddHostedService<ExportWatch>();
        builder.Logging.AddOpenTelemetry(logging => logging.IncludeFormattedMessage = true);
        telemetry
            .WithTracing(tracing => tracing.AddSource(OurOwn).AddAspNetCoreInstrumentation(web => web.Filter = request => !IsRoutine(request.Request.Path)))
            .UseOtlpExporter();
    }

    /// <summary>What our own parts ask every few seconds tells nobody anything.</summary>
    private static bool IsRoutine(PathString path) => RoutinePaths.Any(routine => path == routine);
}
