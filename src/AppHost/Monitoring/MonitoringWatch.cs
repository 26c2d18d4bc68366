using Microsoft.Extensions.Hosting;

namespace LlmObs.AppHost.Monitoring;

/// <summary>Tells when Prometheus or Grafana has ended by itself, and that nothing else has.</summary>
public sealed class MonitoringWatch(ResourceNotificationService resources, IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly string[] Watched = [PrometheusResource.Name, GrafanaResource.Name];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ended = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            await foreach (var change in resources.WatchAsync(stoppingToken))
            {
                var name = change.Resource.Name;
                if (!Watched.Contains(name, StringComparer.Ordinal) || lifetime.ApplicationStopping.IsCancellationRequested)
                    continue;
                if (!KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text, StringComparer.Ordinal))
                    ended.Remove(name);
                else if (ended.Add(name))
                    await Console.Error.WriteLineAsync(Tell(change));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the app host stops: what ends now was asked to
        }
    }

    private static string Tell(ResourceEvent change)
    {
        var how = change.Snapshot.ExitCode is { } exitCode ? $" (exit code {exitCode})" : "";
        return $"llmobs: {change.Resource.Name} has ended{how}. Measuring goes on without it; its log and its start button are in the Aspire dashboard.";
    }
}
