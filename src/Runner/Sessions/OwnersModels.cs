using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>What the owner had in memory makes room for a session, with his leave, and comes back as it was: also after Ctrl-C, and after a resumed session that was killed.</summary>
internal sealed class OwnersModels(SessionFolder folder, ILlmServer server, ClearedMemory memory, TimeProvider clock, ISessionWatcher watcher)
{
    private IReadOnlyList<PutAsideModel> Away => [.. folder.Content.Header.PutAside.Where(model => model.RestoredAt is null)];

    /// <summary>Every instance a server has in memory, as it is to be loaded again.</summary>
    public static IReadOnlyList<PutAsideModel> Of(IReadOnlyList<LocalModel> models) => [.. models.SelectMany(model => model.Instances.Select(instance => new PutAsideModel
    {
        ModelKey = model.Key,
        InstanceId = instance.Id,
        ContextTokens = instance.ContextTokens,
        FlashAttention = instance.FlashAttention,
        ParallelSlots = instance.ParallelSlots,
        FileBytes = model.FileSize?.Bytes,
    }))];

    /// <summary>The models of a server as they will be when these are out of memory.</summary>
    public static IReadOnlyList<LocalModel> Without(IReadOnlyList<LocalModel> models, IReadOnlyList<PutAsideModel> away) =>
        [.. models.Select(model => model with { Instances = [.. model.Instances.Where(instance => !away.Any(one => one.InstanceId == instance.Id))] })];

    /// <summary>What a session that is not gone on with leaves undone, a sentence each.</summary>
    public static IEnumerable<string> StillAway(SessionHeader header, ServerWords words) => header.PutAside.Where(model => model.RestoredAt is null)
        .Select(model => $"{model.ModelKey} was unloaded to make room for this session, and is not loaded again yet: {words.Load(model.ModelKey, model.ContextTokens)}");

    /// <summary>Unloads them. Whether anything was: then the machine was not calm until now.</summary>
    public async Task<bool> PutAsideAsync(CancellationToken cancellationToken)
    {
        if (Away.Count == 0)
            return false;
        var loaded = (await server.ListModelsAsync(cancellationToken)).SelectMany(model => model.Instances).Select(instance => instance.Id).ToHashSet(StringComparer.Ordinal);
        var there = Away.Where(model => loaded.Contains(model.InstanceId)).ToList();
        if (there.Count == 0)
            return false;
        var usedBefore = await memory.UsedAsync(cancellationToken);
        foreach (var model in there)
            await UnloadAsync(model, cancellationToken);
        await memory.AwaitAsync(usedBefore, new DataSize(there.Sum(model => model.FileBytes ?? 0)), cancellationToken);
        return true;
    }

    /// <summary>Loads them again. What does not come back is told with the line that loads it.</summary>
    /// <param name="limit">The plan's for a load.</param>
    public async Task RestoreAsync(TimeSpan limit)
    {
        var back = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in Away)
        {
            watcher.On(new SessionEvent.Noticed($"Loading {Words(model)} again, as it was. If that is stopped, this does it: {ByHand(model)}"));
            try
            {
                var instance = await LoadAsync(model, back, limit);
                back.Add(instance.Id);
                Mark(model);
                watcher.On(new SessionEvent.Noticed($"{model.ModelKey} is in memory again{Slots(model, instance.ParallelSlots)}."));
            }
            catch (ServerException failure)
            {
                watcher.On(new SessionEvent.Noticed($"{model.ModelKey} could not be loaded again: {failure.Message} By hand: {ByHand(model)}"));
            }
            catch (SessionFolderException full)
            {
                watcher.On(new SessionEvent.Noticed($"{model.ModelKey} is in memory again, but that could not be written down: {full.Message}"));
            }
        }
    }

    private async Task UnloadAsync(PutAsideModel model, CancellationToken cancellationToken)
    {
        try
        {
            await server.UnloadAsync(model.InstanceId, cancellationToken);
            watcher.On(new SessionEvent.Noticed($"{Words(model)} was unloaded to make room, and is loaded again at the end."));
        }
        catch (ServerException failure)
        {
            Mark(model);
            watcher.On(new SessionEvent.Noticed($"{model.InstanceId} could not be unloaded and stays: {failure.Message}"));
        }
    }

    /// <summary>Not cancelled by what ends the session: that is when it is wanted. One that is there already with that context is his own.</summary>
    private async Task<LoadedInstance> LoadAsync(PutAsideModel model, HashSet<string> back, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit, clock);
        try
        {
            var models = await server.ListModelsAsync(patience.Token);
            var local = models.FirstOrDefault(one => one.Key == model.ModelKey) ?? throw new ServerException($"{server.Identity.Name} does not list it any more.");
            return local.Instances.FirstOrDefault(instance => !back.Contains(instance.Id) && instance.ContextTokens == model.ContextTokens)
                ?? (await server.LoadAsync(local, new LoadOptions { ContextTokens = model.ContextTokens, FlashAttention = model.FlashAttention }, patience.Token)).Instance;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new ServerException($"It was not loaded after {Duration.ToText(limit)}.");
        }
    }

    /// <summary>A load call takes none on LM Studio: it gives what the app has as its default.</summary>
    private static string Slots(PutAsideModel model, int? now) => model.ParallelSlots is { } had && now is { } has && had != has
        ? string.Create(CultureInfo.InvariantCulture, $", with {has} parallel slots; it had {had}")
        : "";

    private void Mark(PutAsideModel restored)
    {
        var header = folder.Content.Header;
        folder.Replace(header with { PutAside = [.. header.PutAside.Select(model => model == restored ? model with { RestoredAt = clock.GetUtcNow() } : model)] });
    }

    private string ByHand(PutAsideModel model) => server.Words.Load(model.ModelKey, model.ContextTokens);

    private static string Words(PutAsideModel model) => model.ContextTokens is { } context
        ? string.Create(CultureInfo.InvariantCulture, $"{model.ModelKey} (context {context:N0})")
        : model.ModelKey;
}
