namespace LlmObs.Conditions;

/// <summary>What went to swap and came back from the load to the end of a run. Null where the system does not say.</summary>
/// <param name="GrowthBytes">Used at most, less what was used when the load began; 0 where it only shrank.</param>
/// <param name="InBytes">Read back.</param>
/// <param name="OutBytes">Written.</param>
public sealed record SwapUse(long? GrowthBytes, long? InBytes, long? OutBytes)
{
    internal static SwapUse Of(SamplesOfRun during, Period run)
    {
        var used = Reading.Of(during.All, sample => sample.SwapUsedBytes);
        var before = used.Where(reading => reading.At <= run.From).Select(reading => (double?)reading.Value).LastOrDefault();
        var most = used.Where(reading => run.Contains(reading.At)).Max(reading => (double?)reading.Value);
        return new SwapUse(
            (long?)(most - before) is { } growth ? Math.Max(0, growth) : null,
            (long?)during.Growth(sample => sample.SwappedInBytes, run),
            (long?)during.Growth(sample => sample.SwappedOutBytes, run));
    }
}
