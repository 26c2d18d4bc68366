namespace LlmObs.Conditions;

/// <summary>By how much a counter of the system grew over a period, by the readings next to its ends.</summary>
internal static class Growth
{
    /// <summary>Null without a reading near each end, and where the counter began anew in between: then nobody knows. What it counted across a gap is known.</summary>
    public static double? Of(IReadOnlyList<Reading> readings, Period period, TimeSpan longestGap)
    {
        var before = readings.Where(reading => reading.At <= period.From).ToList();
        var after = readings.Where(reading => reading.At >= period.To).ToList();
        List<Reading> whole =
        [
            .. before.TakeLast(1).Where(reading => period.From - reading.At <= longestGap),
            .. readings.Where(reading => reading.At > period.From && reading.At < period.To),
            .. after.Take(1).Where(reading => reading.At - period.To <= longestGap),
        ];
        var reachesBoth = whole.Count > 1 && whole[0].At - period.From <= longestGap && period.To - whole[^1].At <= longestGap;
        var isBroken = whole.Zip(whole.Skip(1)).Any(pair => pair.Second.Value < pair.First.Value);
        return reachesBoth && !isBroken ? whole[^1].Value - whole[0].Value : null;
    }
}
