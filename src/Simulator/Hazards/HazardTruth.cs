using System.Collections.Concurrent;

namespace LlmObs.Simulator.Hazards;

/// <summary>What was sent to the last request of each scenario, and when, in ticks of the system's monotonic clock.</summary>
public sealed class HazardTruth
{
    private readonly ConcurrentDictionary<string, HazardRecord> _records = new(StringComparer.Ordinal);

    public HazardRecord Of(string scenario) => _records.GetValueOrDefault(scenario, HazardRecord.None);

    internal void Begin(string scenario, string requestBody) =>
        _records.AddOrUpdate(scenario, _ => new HazardRecord(1, requestBody, []), (_, before) => new HazardRecord(before.Requests + 1, requestBody, []));

    internal void Wrote(string scenario, long timestamp) =>
        _records.AddOrUpdate(scenario, HazardRecord.None, (_, before) => before with { Writes = [.. before.Writes, timestamp] });
}

/// <param name="Requests">How often the scenario was asked: a client that retries unasked shows here.</param>
/// <param name="RequestBody">The last request's, as it came.</param>
/// <param name="Writes">One time a write, just before it, for the last request.</param>
public sealed record HazardRecord(int Requests, string RequestBody, IReadOnlyList<long> Writes)
{
    public static HazardRecord None { get; } = new(0, "", []);
}
