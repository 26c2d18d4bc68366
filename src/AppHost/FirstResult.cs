using System.Net.Http.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmObs.AppHost;

/// <summary>Prints where everything is and, when a session ends, what came of it; with <c>--once</c> it then ends the app host.</summary>
public sealed partial class FirstResult(
    ResourceNotificationService resources,
    ResourceLoggerService logs,
    DistributedApplicationModel model,
    AppHostOptions options,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<FirstResult> logger)
    : BackgroundService
{
    private const int ShownLogLines = 20;
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var started = await resources.WaitForResourceHealthyAsync("runner", WaitBehavior.StopOnResourceUnavailable, stoppingToken);
            using var runner = new HttpClient { BaseAddress = Address(started.Snapshot) };
            PrintAddresses(runner.BaseAddress);
            await WatchAsync(runner, stoppingToken);
        }
        catch (DistributedApplicationException failed)
        {
            await GiveUpAsync(failed.Message);
        }
        catch (HttpRequestException gone)
        {
            await GiveUpAsync(gone.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopping();
        }
    }

    private async Task WatchAsync(HttpClient runner, CancellationToken cancellationToken)
    {
        string? printed = null;
        while (true)
        {
            var state = (await runner.GetFromJsonAsync<RunnerState>("/api/state", cancellationToken))!;
            if (state.Ended is { } ended && ended.Session != printed)
            {
                printed = ended.Session;
                Console.WriteLine(ended.Text);
                if (options.Once)
                {
                    End(ended.ExitCode);
                    return;
                }
            }
            await Task.Delay(AskEvery, clock, cancellationToken);
        }
    }

    private void PrintAddresses(Uri? runner)
    {
        Console.WriteLine();
        Console.WriteLine($"  Results            {runner}");
        foreach (var (name, address) in OtherAddresses())
            Console.WriteLine($"  {name,-18} {address}");
        Console.WriteLine("  Aspire dashboard   see \"Login to the dashboard\" above: traces, logs, and the commands that start a plan");
        Console.WriteLine();
    }

    private IEnumerable<(string Name, Uri Address)> OtherAddresses()
    {
        if (resources.TryGetCurrentState("simulator", out var simulator))
            yield return ("Simulator", Address(simulator.Snapshot));
    }

    private static Uri Address(CustomResourceSnapshot snapshot) => new(snapshot.Urls.First(url => !url.IsInternal).Url);

    private async Task GiveUpAsync(string reason)
    {
        LogGone(reason, await LastWordsAsync());
        if (options.Once)
            End(1);
    }

    private async Task<string> LastWordsAsync()
    {
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(model.Resources.First(resource => resource.Name == "runner")))
            lines.AddRange(batch.Select(line => line.Content));
        return string.Join(Environment.NewLine, lines.TakeLast(ShownLogLines));
    }

    private void End(int exitCode)
    {
        Environment.ExitCode = exitCode;
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Error, "The Runner is not there: {Reason} What it measured is in the results folder. Its last words:\n{LastWords}")]
    private partial void LogGone(string reason, string lastWords);

    [LoggerMessage(LogLevel.Debug, "No longer watching the Runner.")]
    private partial void LogStopping();
}

/// <summary>What <c>GET /api/state</c> of the Runner tells; members not listed are of no use here.</summary>
public sealed record RunnerState(EndedSession? Ended);

/// <param name="Session">The session's folder name; for one that could not start, a word for the attempt.</param>
/// <param name="ExitCode">0 good, 1 something failed, 2 could not start, 130 interrupted.</param>
/// <param name="Text">The result as a table, or the reasons.</param>
public sealed record EndedSession(string Session, int ExitCode, string Text);
