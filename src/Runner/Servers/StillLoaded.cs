using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>
/// Is what was measured still in memory as it was verified? Holds the server's list after the last answer against the one from just after the load. A server that names
/// the same instance with the same settings may have loaded it anew all the same: that leaves no trace in any list, and is not seen here.
/// </summary>
internal static class StillLoaded
{
    /// <param name="measured">The model with its instances, as listed when the load was verified.</param>
    /// <param name="instanceId">What the requests named.</param>
    /// <param name="before">The ids of all instances that were in memory then.</param>
    /// <param name="now">All that the server lists after the last answer.</param>
    /// <returns>Null when all is as it was.</returns>
    public static Disturbance? Of(LocalModel measured, string instanceId, IReadOnlySet<string> before, IReadOnlyList<LocalModel> now)
    {
        var was = measured.Instances.First(instance => instance.Id == instanceId);
        var holder = now.FirstOrDefault(model => model.Instances.Any(instance => instance.Id == instanceId));
        return holder is null
            ? Gone(measured, instanceId, before, now)
            : OtherModel(measured, holder, instanceId) ?? OtherSettings(was, holder.Instances.First(instance => instance.Id == instanceId)) ?? Doubled(measured, holder, before) ?? Company(before, now);
    }

    private static Disturbance Gone(LocalModel measured, string instanceId, IReadOnlySet<string> before, IReadOnlyList<LocalModel> now)
    {
        var others = now.FirstOrDefault(model => model.Key == measured.Key)?.Instances.Select(instance => instance.Id).Where(id => !before.Contains(id)).ToList() ?? [];
        return others.Count > 0
            ? new Disturbance(DisturbanceKind.Replaced, $"\"{instanceId}\" is out of memory, and {measured.Key} is loaded as {string.Join(", ", others)} instead: it was unloaded and loaded again while it was measured.")
            : new Disturbance(DisturbanceKind.Unloaded, $"\"{instanceId}\" was out of memory after its last answer: the server's idle limit was reached, or someone unloaded it.");
    }

    private static Disturbance? OtherModel(LocalModel measured, LocalModel holder, string instanceId) =>
        holder.Key == measured.Key && (measured.Quantization is null || holder.Quantization is null || QuantizationName.AreEqual(measured.Quantization, holder.Quantization))
            ? null
            : new Disturbance(DisturbanceKind.Replaced, $"\"{instanceId}\" is {holder.Key} {holder.Quantization} now, and was {measured.Key} {measured.Quantization}: it was loaded again while it was measured.");

    /// <summary>A server that loads just in time does it with its own defaults, not with what the plan asked for.</summary>
    private static Disturbance? OtherSettings(LoadedInstance was, LoadedInstance now)
    {
        string?[] differences =
        [
            was.ContextTokens is { } context && now.ContextTokens is { } other && context != other ? FormattableString.Invariant($"a context of {other:N0} tokens, and had {context:N0}") : null,
            was.ParallelSlots is { } slots && now.ParallelSlots is { } others && slots != others ? FormattableString.Invariant($"{others} parallel slots, and had {slots}") : null,
            was.FlashAttention is { } flash && now.FlashAttention is { } flashes && flash != flashes ? $"flash attention {(flashes ? "on" : "off")}, and had it {(flash ? "on" : "off")}" : null,
        ];
        var told = differences.OfType<string>().ToList();
        return told.Count == 0
            ? null
            : new Disturbance(DisturbanceKind.Replaced, $"\"{was.Id}\" has {string.Join("; ", told)}: it was unloaded and loaded again while it was measured, as a server does that loads just in time.");
    }

    private static Disturbance? Doubled(LocalModel measured, LocalModel holder, IReadOnlySet<string> before)
    {
        var added = holder.Instances.Select(instance => instance.Id).Where(id => !before.Contains(id)).ToList();
        return added.Count == 0
            ? null
            : new Disturbance(DisturbanceKind.Duplicated, $"{measured.Key} was loaded once more as {string.Join(", ", added)} while it was measured: any of them may have answered.");
    }

    private static Disturbance? Company(IReadOnlySet<string> before, IReadOnlyList<LocalModel> now)
    {
        var added = now.SelectMany(model => model.Instances).Select(instance => instance.Id).Where(id => !before.Contains(id)).ToList();
        return added.Count == 0
            ? null
            : new Disturbance(DisturbanceKind.Joined, $"{string.Join(", ", added)} came into memory while it was measured: someone else used the server.");
    }
}
