using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmObs.AppHost;

/// <summary>Prints where everything is, what goes on and what came of it; with <c>--once</c> it ends the app host after the first result.</summary>
public sealed partial class FirstResult(
    ResourceNotificationService resources,
    LastWords lastWords,
    AddressTable addresses,
    AppHostOptions options,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<FirstResult> logger)
    : BackgroundService
{
    private const int UserMistake = 2;

    /// <summary>Aspire's proxy holds a question to a Runner that has died and never answers it.</summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    private RunnerState? _last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            Console.WriteLine("LlmObs starts …");
            var started = await resources.WaitForResourceHealthyAsync(Resources.Runner, WaitBehavior.StopOnResourceUnavailable, stoppingToken);
            using var runner = new HttpClient { BaseAddress = AddressTable.PageOf(started.Snapshot), Timeout = AnswersWithin };
            Console.WriteLine(addresses.Render(runner.BaseAddress!));
            await WatchAsync(runner, stoppingToken);
        }
        catch (DistributedApplicationException failed)
        {
            await GiveUpAsync(failed.Message, stoppingToken);
        }
        catch (Exception gone) when (gone is HttpRequestException or System.Text.Json.JsonException || (gone is TaskCanceledException && !stoppingToken.IsCancellationRequested))
        {
            await GiveUpAsync(gone.Message, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            if (Progress.Farewell(_last, options.ResultsFolder(configuration["AppHost:Directory"]!)) is { } farewell)
                Console.WriteLine(farewell);
        }
    }

    private async Task WatchAsync(HttpClient runner, CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = (await runner.GetFromJsonAsync<RunnerState>("/api/state", cancellationToken))!;
            foreach (var line in Progress.Lines(_last, state, runner.BaseAddress!))
                Console.WriteLine(line);
            if (options.Once && state.Ended is { } ended)
            {
                End(ended.ExitCode);
                return;
            }
            _last = state;
            await Task.Delay(AskEvery, clock, cancellationToken);
        }
    }

    /// <summary>The Runner has ended: by the user's mistake, which its words explain, or by a fault.</summary>
    private async Task GiveUpAsync(string reason, CancellationToken cancellationToken)
    {
        var exitCode = await lastWords.ExitCodeAsync(cancellationToken);
        if (exitCode == UserMistake)
            await Console.Error.WriteLineAsync(await lastWords.ComplaintsAsync());
        else
            LogGone(reason, await lastWords.AllAsync());
        if (exitCode == UserMistake || options.Once)
            End(exitCode is null or 0 ? 1 : exitCode.Value);
    }

    private void End(int exitCode)
    {
        Environment.ExitCode = exitCode;
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Error, "The Runner is not there: {Reason} What it measured is in the results folder. Its last words:\n{LastWords}")]
    private partial void LogGone(string reason, string lastWords);
}
