using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Cli.Fetching;
using LlmObs.Runner.Downloads;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli;

/// <summary>Fetches a plan's missing models while people and scripts watch.</summary>
internal sealed class ModelFetch(Surroundings surroundings, HumanOutput humans, bool isJson, bool isQuiet)
{
    public async Task<DownloadOutcome> RunAsync(ILlmServer server, Plan plan, Selection selection, Uri? collector, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        if (!server.Identity.IsSimulated && surroundings.Marks?.Others() is { Count: > 0 } others)
            return new DownloadOutcome.Refused([$"Another LlmObs measures on this machine (process {string.Join(", ", others)}), and a download would slow what it measures. Wait until it is done."]);
        using var awake = server.Identity.IsSimulated ? null : KeptAwake.Hold(KeptAwake.OfThisSystem, humans.Say);
        DownloadOutcome outcome;
        await using (var watch = Watch())
            outcome = await new PlanDownload(server, Store(server, collector), surroundings.DownloadTimes, surroundings.Clock, watch).RunAsync(plan, selection, until, cancellationToken);
        if (isQuiet && !isJson && outcome is DownloadOutcome.Ended ended)
            await surroundings.TellAsync(ended.Results.Where(result => !result.IsThere).Select(result => $"{result.Variant.Id}: {result.Reason}"));
        return outcome;
    }

    /// <summary>What would be done, and nothing else.</summary>
    public async Task IntendAsync(ILlmServer server, Plan plan, Selection selection, Uri? collector, CancellationToken cancellationToken)
    {
        var missing = MissingModels.Of(plan, selection, await server.ListModelsAsync(cancellationToken));
        foreach (var line in DownloadWords.Intention(missing))
            humans.Say(line);
        if (missing.ToFetch.Count > 0)
            humans.Say(await Store(server, collector).RoomAsync(cancellationToken) is { } room ? $"Now {room}; {ModelStore.Reserve} are kept free." : "How full the models' disk is, is not known here.");
    }

    private ModelStore Store(ILlmServer server, Uri? collector) => ModelStore.Of(server, surroundings.UserFolder, collector, surroundings.Clock);

    private DownloadWatch Watch()
    {
        var json = isJson ? DownloadWatch.Lines(surroundings.Output, surroundings.Error) : null;
        var bar = !isQuiet && humans.IsTerminal ? new DownloadBar(humans.Console, surroundings.Clock) : null;
        var lines = isQuiet || humans.IsTerminal ? null : DownloadWatch.Lines(humans.Writer, surroundings.Error);
        var watchers = new IDownloadWatcher?[] { json is null ? null : new DownloadJson(json), bar, lines is null ? null : new DownloadLines(lines, surroundings.Clock) };
        return new DownloadWatch([.. watchers.OfType<IDownloadWatcher>()], [.. new IAsyncDisposable?[] { bar, lines, json }.OfType<IAsyncDisposable>()]);
    }
}
