using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmObs.ServiceDefaults;

/// <summary>Listens for trouble of the OTLP exporter as long as the service runs.</summary>
internal sealed partial class ExportWatch(IConfiguration configuration, ILogger<ExportWatch> logger) : IHostedService, IDisposable
{
    private ExportTrouble? _trouble;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _trouble = new ExportTrouble(configuration[CommandLineTelemetry.Endpoint]!, LogTrouble);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // a dashboard that stops together with us is no trouble
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _trouble?.Dispose();

    [LoggerMessage(LogLevel.Warning, "{Trouble}")]
    private partial void LogTrouble(string trouble);
}
