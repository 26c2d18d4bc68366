using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Downloads;

/// <summary>Fetches what of a plan is not on the server, one after the other, before anything is measured.</summary>
public sealed class PlanDownload(ILlmServer server, ModelStore store, DownloadTimes times, TimeProvider clock, IDownloadWatcher watcher)
{
    private readonly List<FetchResult> _results = [];

    /// <summary>Cancellation ends the watching, not what the server is fetching.</summary>
    public async Task<DownloadOutcome> RunAsync(Plan plan, Selection selection, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var missing = MissingModels.Of(plan, selection, await server.ListModelsAsync(cancellationToken));
        if (missing.Problems.Count > 0)
            return new DownloadOutcome.Refused(missing.Problems);
        foreach (var variant in missing.WithoutSource)
            End(new FetchResult(variant, FetchEnd.NoSource, "not on the server, and the plan does not say from where it can be fetched. Give it a source, or fetch it yourself."));
        if (missing.ToFetch.Count == 0)
            return new DownloadOutcome.Ended(_results);
        if (server.Downloads is not { } downloads)
            return new DownloadOutcome.Refused([NotOffered(missing)]);
        var room = await store.RoomAsync(cancellationToken);
        if (WhyNoRoom(missing, room) is { } full)
            return new DownloadOutcome.Refused([full]);
        watcher.On(new DownloadEvent.Planned(missing, room));
        return await FetchAllAsync(plan, missing, downloads, until, cancellationToken);
    }

    private async Task<DownloadOutcome> FetchAllAsync(Plan plan, MissingModels missing, IModelDownloads downloads, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        foreach (var one in missing.ToFetch)
        {
            try
            {
                if (until <= clock.GetUtcNow())
                    End(new FetchResult(one.Variant, FetchEnd.NotStarted, "not begun: the time set with --until has come."));
                else if (await FetchAsync(plan, one, downloads, until, cancellationToken) is { } result)
                    End(result);
                else
                    return new DownloadOutcome.Refused([NotOffered(missing)]);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                End(new FetchResult(one.Variant, FetchEnd.GoesOn, $"was being fetched when it was stopped. {downloads.WhenUnwatched} Asking again finds it."));
                return new DownloadOutcome.Ended([.. _results, .. Rest(missing, one)]) { IsInterrupted = true };
            }
            catch (Exception gone) when (gone is ServerLostException or ServerException { StatusCode: null })
            {
                End(new FetchResult(one.Variant, FetchEnd.GoesOn, "the server does not answer any more. What it was fetching is found again when it is asked again."));
                return new DownloadOutcome.Ended([.. _results, .. Rest(missing, one)]) { Lost = $"{gone.Message} Nothing more is fetched." };
            }
        }
        return new DownloadOutcome.Ended(_results);
    }

    /// <summary>Null from a version of the server that fetches nothing.</summary>
    private async Task<FetchResult?> FetchAsync(Plan plan, Resolution one, IModelDownloads downloads, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var variant = one.Variant;
        var need = Remaining(variant);
        if (await store.RoomAsync(cancellationToken) is { } room && !room.Holds(need))
            return new FetchResult(variant, FetchEnd.NoRoom, $"not begun: it takes {new DataSize(need)} more, {ModelStore.Reserve} are kept free, and {room}. Free some, then ask again.");
        var before = await server.ListModelsAsync(cancellationToken);
        try
        {
            var end = await new WatchedDownload(downloads, store, times, clock, watcher).FetchAsync(variant, until, cancellationToken);
            return end switch
            {
                { IsTimeOver: true } => new FetchResult(variant, FetchEnd.GoesOn, $"was being fetched when the time set with --until came. {downloads.WhenUnwatched} Asking again finds it."),
                { IsStalled: true } => new FetchResult(variant, FetchEnd.Stalled, $"no byte came for {Duration.ToText(times.Stall)}: it is not waited for any more, and was not cancelled. {downloads.WhenUnwatched}"),
                { Last.State: ModelDownloadState.NotOffered } => null,
                _ => await JudgeAsync(plan, one, end.Last, before, cancellationToken),
            };
        }
        catch (ServerException refused) when (refused.StatusCode is not null)
        {
            return new FetchResult(variant, FetchEnd.Failed, ByHand(refused.Message, one));
        }
    }

    private async Task<FetchResult> JudgeAsync(Plan plan, Resolution one, ModelDownload last, IReadOnlyList<LocalModel> before, CancellationToken cancellationToken)
    {
        var (variant, name) = (one.Variant, server.Identity.Name);
        switch (last.State)
        {
            case ModelDownloadState.Paused:
                return new FetchResult(variant, FetchEnd.Paused, $"it is paused in {name}. Let it go on there, then ask again.");
            case ModelDownloadState.Forgotten:
                return new FetchResult(variant, FetchEnd.Failed, $"{name} knows nothing of it any more; was it restarted, or the download cancelled? Asking again goes on with it.");
            case ModelDownloadState.Failed:
                var room = await store.RoomAsync(cancellationToken);
                return new FetchResult(variant, FetchEnd.Failed, ByHand($"{name} says that it failed, and not why{(room is null ? "" : $"; {room}")}.", one));
            default:
                var end = last.State == ModelDownloadState.AlreadyThere ? FetchEnd.AlreadyThere : FetchEnd.Fetched;
                return await new ArrivedModel(server, times, clock).WhyNotAsync(plan, variant, before, cancellationToken) is { } reason
                    ? new FetchResult(variant, FetchEnd.NotAsMeant, reason)
                    : new FetchResult(variant, end);
        }
    }

    private void End(FetchResult result)
    {
        _results.Add(result);
        watcher.On(new DownloadEvent.Ended(result));
    }

    private static IEnumerable<FetchResult> Rest(MissingModels missing, Resolution stoppedAt) =>
        missing.ToFetch.SkipWhile(one => one != stoppedAt).Skip(1).Select(one => new FetchResult(one.Variant, FetchEnd.NotStarted, "not begun."));

    private long Remaining(Variant variant) => Math.Max(0, (variant.FileSize?.Bytes ?? 0) - store.BytesThere(variant));

    private string ByHand(string reason, Resolution one) => $"{reason} By hand: {server.Words.Fetch(one)}";

    private string NotOffered(MissingModels missing) =>
        $"{server.Identity.Name}{(server.Identity.Version is { } version ? $" {version}" : "")} fetches no models when asked over its API. These lines fetch them: {string.Join("; ", missing.ToFetch.Select(one => server.Words.Fetch(one)))}";

    private string? WhyNoRoom(MissingModels missing, DiskRoom? room)
    {
        if (room is null)
        {
            watcher.On(new DownloadEvent.Noticed("How full the disk of the server's models is, is not known here: nobody who sees it was asked, or its folder was not found. Look yourself that there is room."));
            return null;
        }
        var need = missing.ToFetch.Sum(one => Remaining(one.Variant));
        if (room.Holds(need))
            return null;
        var sizes = string.Join(", ", missing.ToFetch.Select(one => $"{one.Variant.Id} {one.Variant.FileSize?.ToString() ?? "n/a"}"));
        return $"There is no room for all: {sizes}. Still to come: {new DataSize(need)}, {ModelStore.Reserve} are kept free, and {room}. Name fewer with --only, or delete what is measured (models delete).";
    }
}
