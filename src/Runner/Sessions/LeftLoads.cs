using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>Takes out of memory what an earlier process of this session loaded and, killed, could not unload: it is ours, not the owner's.</summary>
internal sealed class LeftLoads(ILlmServer server, ClearedMemory memory, TimeProvider clock)
{
    /// <summary>What was done, a sentence for each, when the memory is back. Throws <see cref="ServerException"/>: on top of a model left there nothing is measured.</summary>
    public async Task<IReadOnlyList<string>> ClearAsync(SessionFolder folder, IReadOnlyList<LocalModel> models, CancellationToken cancellationToken)
    {
        var left = Find(folder.Content.Entries, models);
        if (left.Count == 0)
            return [];
        var usedBefore = await memory.UsedAsync(cancellationToken);
        foreach (var (entry, instance) in left)
        {
            await server.UnloadAsync(instance, cancellationToken);
            folder.Append(new JournalEntry.Unload { At = clock.GetUtcNow(), Run = entry.Run, Variant = entry.Variant, InstanceId = instance });
        }
        await memory.AwaitAsync(usedBefore, Size(left.Select(one => one.Instance), models), cancellationToken);
        return [.. left.Select(one => $"{one.Instance} was still loaded from before this session was stopped: it was unloaded, and is loaded afresh when its turn comes.")];
    }

    /// <summary>Models that a killed process had asked for, with their context: the server may bring them into memory yet.</summary>
    public static IEnumerable<(string Key, int? ContextTokens)> StillBegun(IReadOnlyList<JournalEntry> entries) =>
        Unended(entries).OfType<JournalEntry.LoadBegun>().Select(begun => (begun.ModelKey, begun.ContextTokens));

    private static DataSize Size(IEnumerable<string> instances, IReadOnlyList<LocalModel> models) =>
        new(instances.Sum(id => models.First(model => model.Instances.Any(instance => instance.Id == id)).FileSize?.Bytes ?? 0));

    private static List<(JournalEntry Entry, string Instance)> Find(IReadOnlyList<JournalEntry> entries, IReadOnlyList<LocalModel> models) => [.. Unended(entries)
        .SelectMany(entry => models.SelectMany(model => model.Instances.Where(instance => IsOf(entry, model, instance))).Select(instance => (entry, instance.Id)))
        .DistinctBy(one => one.Id, StringComparer.Ordinal)];

    /// <summary>With another context than ours the owner has loaded it since.</summary>
    private static bool IsOf(JournalEntry entry, LocalModel model, LoadedInstance instance) => entry switch
    {
        JournalEntry.Load load => instance.Id == load.InstanceId && instance.ContextTokens == load.ContextTokens,
        JournalEntry.SweepLoad load => instance.Id == load.InstanceId && instance.ContextTokens == load.ContextTokens,
        JournalEntry.LoadBegun begun => model.Key == begun.ModelKey && (begun.ContextTokens is null || instance.ContextTokens == begun.ContextTokens),
        _ => false,
    };

    /// <summary>Loaded by us, with neither an unloading nor the run's end after it; or begun, with nothing after it.</summary>
    private static IEnumerable<JournalEntry> Unended(IReadOnlyList<JournalEntry> entries) =>
        entries.Where((entry, index) => entry is (JournalEntry.Load { WasLoadedBefore: false, InstanceId: not null } or JournalEntry.SweepLoad { WasLoadedBefore: false, InstanceId: not null } or JournalEntry.LoadBegun)
            && !entries.Skip(index + 1).Any(later => later.Run == entry.Run && Ends(entry, later)));

    private static bool Ends(JournalEntry entry, JournalEntry later) =>
        later is (JournalEntry.Unload or JournalEntry.RunEnd) || (entry is JournalEntry.LoadBegun && later is (JournalEntry.Load or JournalEntry.SweepLoad or JournalEntry.LoadBegun));
}
