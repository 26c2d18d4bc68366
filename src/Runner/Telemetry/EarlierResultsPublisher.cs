using LlmObs.Runner.Results;

namespace LlmObs.Runner.Telemetry;

/// <summary>Publishes at start what was measured before; a file that cannot be read costs only itself.</summary>
internal sealed partial class EarlierResultsPublisher(SessionTelemetry telemetry, string resultsFolder, ILogger<EarlierResultsPublisher> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => telemetry.Publish([.. EarlierResults.Read(resultsFolder, LogUnreadable)]), stoppingToken);

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private partial void LogUnreadable(string problem);
}
