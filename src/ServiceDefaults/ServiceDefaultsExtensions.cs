using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
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
    private const string OurOwn = "LlmObs.*";
    private const string LiveTag = "live";

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddServiceDiscovery().ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(OurOwn)
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddPrometheusExporter());
        builder.Services.ConfigureOpenTelemetryMeterProvider((services, metrics) => metrics.LeaveOutOthers(services.GetRequiredService<IMeterFactory>()));
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

    /// <summary>Two services may live in one process, such as a Runner and its Simulator. OpenTelemetry hears both; each tells only of itself.</summary>
    private static void LeaveOutOthers(this MeterProviderBuilder metrics, IMeterFactory own) =>
        metrics.AddView(instrument => instrument.Meter.Scope is IMeterFactory other && other != own ? MetricStreamConfiguration.Drop : null);

    private static bool HasListener(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    private static void SendOver(this IHostApplicationBuilder builder, OpenTelemetryBuilder telemetry)
    {
        builder.Logging.AddOpenTelemetry(logging => logging.IncludeFormattedMessage = true);
        telemetry
            .WithTracing(tracing => tracing.AddSource(OurOwn).AddAspNetCoreInstrumentation(web => web.Filter = request => !IsAsked(request.Request.Path)))
            .UseOtlpExporter();
    }

    /// <summary>What health checks and Prometheus ask every few seconds tells nobody anything.</summary>
    private static bool IsAsked(Microsoft.AspNetCore.Http.PathString path) => path == "/health" || path == "/alive" || path == MetricsPath;
}
