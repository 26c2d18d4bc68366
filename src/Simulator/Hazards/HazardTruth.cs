using System.Collections.Concurrent;

namespace LlmObs.Simulator.Hazards;

/// <summary>When each step of a scenario's last request was written, in ticks of the system's monotonic clock.</summary>
public sealed class HazardTruth
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<long>> _writes = new(StringComparer.Ordinal);

    /// <summary>One time a write, just before it; empty when the scenario was not asked yet.</summary>
    public IReadOnlyList<long> Of(string scenario) => _writes.GetValueOrDefault(scenario) ?? [];

    internal void Keep(string scenario, IReadOnlyList<long> writes) => _writes[scenario] = writes;
}
