using System.Globalization;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>Makes a sweep's load of what came of loading: here less context than was asked for is a finding and no failure.</summary>
internal static class SweepLoads
{
    public static JournalEntry.SweepLoad Of(JournalEntry.Load load, SweepWish wish, LoadOptions options, IReadOnlyList<JournalEntry> before)
    {
        var instance = load.Model?.Instances.FirstOrDefault(one => one.Id == load.InstanceId);
        var isOnlySmaller = load.ContextTokens < wish.ContextTokens && instance is not null && LoadVerifier.Verify(load.Model!, options with { ContextTokens = null }, instance, [load.Model!]) is null;
        return new JournalEntry.SweepLoad
        {
            At = load.At,
            Run = load.Run,
            Variant = load.Variant,
            Sweep = wish.Sweep,
            IsForMemory = wish.IsForMemory,
            AskedContextTokens = wish.ContextTokens,
            ContextTokens = load.ContextTokens,
            ParallelSlots = instance?.ParallelSlots,
            LoadId = load.WasLoadedBefore ? load.LoadId : string.Create(CultureInfo.InvariantCulture, $"{load.Run}/sweep#{before.OfType<JournalEntry.SweepLoad>().Count() + 1}"),
            WasLoadedBefore = load.WasLoadedBefore,
            Model = load.Model,
            InstanceId = load.InstanceId,
            LoadTime = load.LoadTime,
            Failure = isOnlySmaller ? null : load.Failure,
            FailureCause = isOnlySmaller ? null : load.FailureCause,
        };
    }
}
