using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>Takes out of memory what an earlier process of this session loaded and, killed, could not unload: it is ours, not the owner's.</summary>
internal sealed class LeftLoads(ILlmServer server, TimeProvider clock)
{
    /// <summary>What was done, a sentence for each. Throws <see cref="ServerException"/>: on top of a model left there nothing is measured.</summary>
    public async Task<IReadOnlyList<string>> ClearAsync(SessionFolder folder, IReadOnlyList<LocalModel> models, CancellationToken cancellationToken)
    {
        var left = Find(folder.Content.Entries, models);
        foreach (var load in left)
        {
            await server.UnloadAsync(load.InstanceId!, cancellationToken);
            folder.Append(new JournalEntry.Unload { At = clock.GetUtcNow(), Run = load.Run, Variant = load.Variant, InstanceId = load.InstanceId! });
        }
        return [.. left.Select(load => $"{load.InstanceId} was still loaded from before this session was stopped: it was unloaded, and is loaded afresh when its turn comes.")];
    }

    /// <summary>With another context than ours the owner has loaded it since.</summary>
    private static List<JournalEntry.Load> Find(IReadOnlyList<JournalEntry> entries, IReadOnlyList<LocalModel> models)
    {
        var listed = models.SelectMany(model => model.Instances).ToLookup(instance => instance.Id, StringComparer.Ordinal);
        return [.. Unended(entries)
            .Where(load => listed[load.InstanceId!].Any(instance => instance.ContextTokens == load.ContextTokens))
            .DistinctBy(load => load.InstanceId, StringComparer.Ordinal)];
    }

    /// <summary>Loaded by us, with neither an unloading nor the run's end after it.</summary>
    private static IEnumerable<JournalEntry.Load> Unended(IReadOnlyList<JournalEntry> entries) => entries
        .Select((entry, index) => (Load: entry as JournalEntry.Load, Later: entries.Skip(index + 1)))
        .Where(one => one.Load is { WasLoadedBefore: false, InstanceId: not null }
            && !one.Later.Any(later => later.Run == one.Load.Run && later is (JournalEntry.Unload or JournalEntry.RunEnd)))
        .Select(one => one.Load!);
}
