using System.Globalization;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Telemetry;

namespace LlmObs.Runner.Pages;

/// <summary>The one session the service carries out at a time: start, stop, resume, and what it is doing.</summary>
public sealed partial class SessionDesk(ServerChoice choice, ServeOptions options, SessionFiles files, SessionTelemetry telemetry, TimeProvider clock, ILogger<SessionDesk> logger) : IAsyncDisposable
{
    private readonly Lock _starting = new();
    private readonly DeskWatcher _watcher = new(options.Say);
    private CancellationTokenSource? _stop;
    private Task _work = Task.CompletedTask;

    public DeskState State => _watcher.State;

    /// <summary>Ends when the session under way has ended.</summary>
    public Task Work => _work;

    /// <summary>Says why nothing is started, and what to do.</summary>
    public void Wait(string text, ServerIdentity? server) => _watcher.Waiting(text, server);

    /// <summary>The reason why nothing was started, or null.</summary>
    public string? Start(string plan)
    {
        var opening = PlanFile.Open(plan);
        if (opening.Plan is not { } found)
            return string.Join('\n', opening.Problems);
        return Begin(new SessionRequest { Plan = found, PlanFolder = opening.Folder, ResultsFolder = options.ResultsFolder }, earlier: null);
    }

    /// <summary>Goes on with a session, the newest unfinished one when none is named. The reason why not, or null.</summary>
    public string? Resume(string? session)
    {
        var sessions = files.Sessions();
        var name = session ?? sessions.FirstOrDefault(one => one.IsUnfinished)?.Name;
        if (name is null)
            return $"There is no unfinished session in {options.ResultsFolder}. Start one.";
        if (sessions.FirstOrDefault(one => one.Name == name) is not { } found)
            return $"There is no session {name} in {options.ResultsFolder}. {Plans.NearestName.Advice(name, [.. sessions.Select(one => one.Name)])}";
        var plan = new Plans.Plan { SchemaVersion = Plans.Plan.CurrentSchemaVersion, Name = name, Cases = [] };
        return Begin(new SessionRequest { Plan = plan, PlanFolder = ".", ResultsFolder = options.ResultsFolder, Resume = Path.Combine(options.ResultsFolder, name) }, found.Header?.Server);
    }

    /// <summary>Ends the session under way cleanly; it can be resumed. False when there is none.</summary>
    public bool Stop()
    {
        lock (_starting)
        {
            if (_work.IsCompleted)
                return false;
            _watcher.Stopping();
            _stop?.Cancel();
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _work;
        _stop?.Dispose();
    }

    private string? Begin(SessionRequest request, ServerIdentity? earlier)
    {
        lock (_starting)
        {
            if (!_work.IsCompleted)
                return "A session is under way. Stop it first, or wait.";
            _stop?.Dispose();
            _stop = new CancellationTokenSource();
            _watcher.Preparing(request.Plan.Name);
            var stopping = _stop.Token;
            _work = Task.Run(() => CarryOutAsync(request, earlier, stopping), CancellationToken.None);
            return null;
        }
    }

    /// <summary>The server this service was started for; without one a session goes on where it was begun.</summary>
    private Task<ChosenServer> ChooseAsync(ServerIdentity? earlier, CancellationToken cancellationToken)
    {
        if (options.WantsSimulator)
            return choice.SimulatorAsync(options.Simulator, "The Simulator, as asked", cancellationToken);
        return options.Server is null && earlier is { IsSimulated: true }
            ? choice.SimulatorAsync(options.Simulator, "The session was begun on the Simulator and goes on there", cancellationToken)
            : choice.ChooseAsync(options.Server ?? earlier?.Address, options.ApiKey, options.Simulator, cancellationToken);
    }

    private async Task CarryOutAsync(SessionRequest request, ServerIdentity? earlier, CancellationToken cancellationToken)
    {
        try
        {
            // told when the server is closed too: who is told that it is over may start the next one at once
            var outcome = await MeasureAsync(request, earlier, cancellationToken);
            _watcher.Over(EndedSessions.Of(outcome, Attempt(), options.Table));
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // the last boundary: without it the service would say "getting ready" for ever
            LogDefect(defect);
            _watcher.Over(EndedSessions.Of(new SessionOutcome.Refused([$"LlmObs itself failed: {defect.Message} What was measured is kept; the log has the details."]), Attempt(), options.Table));
        }
    }

    private async Task<SessionOutcome> MeasureAsync(SessionRequest request, ServerIdentity? earlier, CancellationToken cancellationToken)
    {
        try
        {
            await using var chosen = await ChooseAsync(earlier, cancellationToken);
            _watcher.Chosen(chosen.Server.Identity, chosen.Said);
            telemetry.Sight.Answered(chosen.Said);
            return await new BenchmarkSession(chosen.Server, clock, [_watcher, telemetry]).RunAsync(request with { Collector = options.Collector, IgnoreChecks = options.IgnoreChecks, Marks = chosen.IsOurOwn ? null : options.Marks }, cancellationToken);
        }
        catch (ServerException refused)
        {
            telemetry.Sight.Gone(refused.Message);
            return new SessionOutcome.Refused([refused.Message]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new SessionOutcome.Refused(["Stopped before it began."]);
        }
    }

    private string Attempt() => clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);

    [LoggerMessage(LogLevel.Error, "A session ended by a defect of LlmObs.")]
    private partial void LogDefect(Exception defect);
}
