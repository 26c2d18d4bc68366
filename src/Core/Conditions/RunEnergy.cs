using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>
/// What one source drew from the first measured request's send to the last one's end, pauses between them included. Energy of the whole system and of one
/// package are different figures: the source is always named.
/// </summary>
public sealed record RunEnergy
{
    /// <summary>Fewer samples say nothing.</summary>
    public const int LeastSamples = 10;

    /// <summary>Where less of the time is covered, because the machine slept or nobody watched, the energy of all of it is not known.</summary>
    public const double LeastCovered = 0.9;

    /// <summary>The sensor's name.</summary>
    public required string Source { get; init; }

    public required PowerSource Of { get; init; }

    /// <summary>By differences of a counter; else by the trapezoid rule over power.</summary>
    public required bool IsFromCounter { get; init; }

    public required int Samples { get; init; }

    public required double WindowSeconds { get; init; }

    /// <summary>The part of it that lies between two samples without a gap.</summary>
    public required double CoveredSeconds { get; init; }

    /// <summary>Over the covered time.</summary>
    public required double MeanWatts { get; init; }

    /// <summary>What it drew when the machine was calmest before a load; null where that is not known.</summary>
    public double? IdleWatts { get; init; }

    /// <summary>Of the whole window; null where too little of it is covered.</summary>
    public double? GrossJoules { get; init; }

    /// <summary>Less what it would have drawn anyway.</summary>
    public double? NetJoules { get; init; }

    /// <summary>Over all output tokens of the run's measured requests; null where those were not all counted.</summary>
    public double? GrossJoulesPerToken { get; init; }

    public double? NetJoulesPerToken { get; init; }

    /// <summary>One for each source with enough samples, the one a comparison goes by first: the whole system, else a graphics processor, else the platform around a processor, else a processor.</summary>
    internal static IReadOnlyList<RunEnergy> All(IReadOnlyList<HostSample> samples, Period measured, TimeSpan longestGap, IdleBaseline idle, int? outputTokens) =>
        [.. PowerReadings.Of(samples).Select(source => Over(source, measured, longestGap, idle, outputTokens)).OfType<RunEnergy>()
            .OrderBy(one => Rank(one.Of)).ThenBy(one => one.Source, StringComparer.Ordinal)];

    private static RunEnergy? Over(PowerReadings source, Period measured, TimeSpan longestGap, IdleBaseline idle, int? outputTokens)
    {
        var samples = source.Readings.Count(reading => measured.Contains(reading.At));
        var sum = source.Over(measured, longestGap);
        if (samples < LeastSamples || sum.Mean is not { } watts)
            return null;
        double? idleWatts = idle.Watts.TryGetValue(source.Name, out var known) ? known : null;
        double? gross = sum.Covered >= LeastCovered * measured.Length ? watts * measured.Length.TotalSeconds : null;
        var net = gross - idleWatts * measured.Length.TotalSeconds;
        double? tokens = outputTokens > 0 ? outputTokens : null;
        return new RunEnergy
        {
            Source = source.Name,
            Of = PowerSources.Of(source.Name),
            IsFromCounter = source.IsCounter,
            Samples = samples,
            WindowSeconds = measured.Length.TotalSeconds,
            CoveredSeconds = sum.Covered.TotalSeconds,
            MeanWatts = watts,
            IdleWatts = idleWatts,
            GrossJoules = gross,
            NetJoules = net,
            GrossJoulesPerToken = gross / tokens,
            NetJoulesPerToken = net / tokens,
        };
    }

    private static int Rank(PowerSource source) => source switch
    {
        PowerSource.System => 0,
        PowerSource.Gpu => 1,
        // it may lack a graphics card that has a power of its own
        PowerSource.Platform => 2,
        PowerSource.Cpu => 3,
        _ => 4,
    };
}
