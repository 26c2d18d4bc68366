using LlmObs.Results;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>Those who watch a run: the scripts' lines and the people's progress.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private readonly JsonLines? _json;
    private readonly ISessionWatcher? _progress;

    private Watch(JsonLines? json, ISessionWatcher? progress) => (_json, _progress) = (json, progress);

    public IReadOnlyList<ISessionWatcher> Watchers => [.. new ISessionWatcher?[] { _json, _progress }.OfType<ISessionWatcher>()];

    public static Watch Open(Surroundings surroundings, RunOptions options, HumanOutput humans) => new(
        options.Json ? new JsonLines(surroundings.Output, surroundings.Error) : null,
        Progress(surroundings, options, humans));

    /// <summary>Progress ends first, so that the result stands below it; then the scripts' last line, made from the whole journal: a resumed session has earlier requests.</summary>
    public async Task EndAsync(SessionOutcome.Ended ended, ServerIdentity server)
    {
        await EndProgressAsync();
        if (_json is not null)
            await _json.EndAsync(JsonSummary.Of(ended, server, [.. SessionContent.Read(ended.Folder, repair: false).Entries.OfType<JournalEntry.Request>()]));
    }

    public async ValueTask DisposeAsync()
    {
        await EndProgressAsync();
        if (_json is not null)
            await _json.DisposeAsync();
    }

    private static ISessionWatcher? Progress(Surroundings surroundings, RunOptions options, HumanOutput humans) => options.Quiet
        ? null
        : humans.IsTerminal
            ? new LiveProgress(humans.Console, surroundings.Clock)
            : new PlainLines(humans.Writer, surroundings.Error, surroundings.Clock);

    private ValueTask EndProgressAsync() => (_progress as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;
}
