using LlmObs.Results;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Telemetry;
using LlmObs.ServiceDefaults;

namespace LlmObs.Runner.Cli;

/// <summary>Those who watch a run: the scripts' lines, the people's progress, and the telemetry where someone listens for it.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private readonly JsonLines? _json;
    private readonly ISessionWatcher? _progress;
    private readonly CommandLineTelemetry? _export;
    private readonly SessionTelemetry? _telemetry;

    private Watch(JsonLines? json, ISessionWatcher? progress, CommandLineTelemetry? export, SessionTelemetry? telemetry) =>
        (_json, _progress, _export, _telemetry) = (json, progress, export, telemetry);

    public IReadOnlyList<ISessionWatcher> Watchers => [.. new ISessionWatcher?[] { _json, _progress, _telemetry }.OfType<ISessionWatcher>()];

    public static Watch Open(Surroundings surroundings, RunOptions options, HumanOutput humans)
    {
        var export = CommandLineTelemetry.Open("runner", surroundings.Variable(CommandLineTelemetry.Endpoint), text => surroundings.Error.WriteLine($"llmobs: {text}"));
        return new Watch(
            options.Json ? new JsonLines(surroundings.Output, surroundings.Error) : null,
            Progress(surroundings, options, humans),
            export,
            export is null ? null : new SessionTelemetry(surroundings.Clock, new ServerSight(), ChatMessages.IsWanted(surroundings.Variable(ChatMessages.Switch))));
    }

    /// <summary>Progress ends first, so that the result stands below it; then the scripts' last line, made from the whole journal: a resumed session has earlier requests.</summary>
    public async Task EndAsync(SessionOutcome.Ended ended, ServerIdentity server)
    {
        await EndProgressAsync();
        if (_json is not null)
            await _json.EndAsync(JsonSummary.Of(ended, server));
    }

    public async ValueTask DisposeAsync()
    {
        await EndProgressAsync();
        if (_json is not null)
            await _json.DisposeAsync();
        // sends the last values of instruments that are still there
        _export?.Dispose();
        _telemetry?.Dispose();
    }

    private static ISessionWatcher? Progress(Surroundings surroundings, RunOptions options, HumanOutput humans) => options.Quiet
        ? null
        : humans.IsTerminal
            ? new LiveProgress(humans.Console, surroundings.Clock)
            : new PlainLines(humans.Writer, surroundings.Error);

    private ValueTask EndProgressAsync() => (_progress as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;
}
