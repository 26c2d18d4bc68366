using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LlmObs.ServiceDefaults;

/// <summary>Sends our traces and metrics over OTLP from a process without a host, where OTEL_EXPORTER_OTLP_ENDPOINT names a listener.</summary>
public sealed class CommandLineTelemetry : IDisposable
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>A listener that is gone must not keep the user waiting at the end.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private readonly OpenTelemetrySdk _sdk;
    private readonly ExportTrouble _trouble;

    private CommandLineTelemetry(string service, string endpoint, Action<string> warn, Action<IOpenTelemetryBuilder> export)
    {
        _trouble = new ExportTrouble(endpoint, warn);
        _sdk = OpenTelemetrySdk.Create(telemetry => export(telemetry
            .ConfigureResource(resource => resource.AddService(service))
            .WithTracing(tracing => tracing.AddSource(ServiceDefaultsExtensions.OurOwn))
            .WithMetrics(metrics => metrics.AddOurMeters())));
    }

    /// <summary>Null where nobody listens.</summary>
    /// <param name="service">The name under which it appears.</param>
    /// <param name="endpoint">The value of <see cref="Endpoint"/>.</param>
    /// <param name="warn">Is told once when nothing can be sent.</param>
    public static CommandLineTelemetry? Open(string service, string? endpoint, Action<string> warn) =>
        string.IsNullOrWhiteSpace(endpoint) ? null : new CommandLineTelemetry(service, endpoint, warn, telemetry => telemetry.UseOtlpExporter());

    /// <summary>Over HTTP to a listener of ours, whatever the environment says.</summary>
    public static CommandLineTelemetry OpenTo(string service, Uri listener, Action<string> warn) =>
        new(service, listener.ToString(), warn, telemetry => telemetry.UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, listener));

    public void Dispose()
    {
        // what is disposed without it waits for as long as the exporter likes
        _sdk.TracerProvider.Shutdown((int)Farewell.TotalMilliseconds);
        _sdk.MeterProvider.Shutdown((int)Farewell.TotalMilliseconds);
        _trouble.Dispose();
        _sdk.Dispose();
    }
}
