namespace LlmObs.Hardware;

/// <summary>What the machine's sensors said at one moment. What no sensor tells is null or has no entry; zero was measured.</summary>
public sealed record HostSample
{
    private static readonly IReadOnlyDictionary<string, double> None = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Wall time when reading began.</summary>
    public required DateTimeOffset At { get; init; }

    public long? MemoryTotalBytes { get; init; }

    /// <summary>Total − available: what a new program could not have. File cache that can be dropped is available.</summary>
    public long? MemoryUsedBytes { get; init; }

    /// <summary>0 on a machine without swap.</summary>
    public long? SwapTotalBytes { get; init; }

    public long? SwapUsedBytes { get; init; }

    /// <summary>Share of the last 10 s in which some task waited for memory, 0 to 1.</summary>
    public double? MemoryPressure { get; init; }

    /// <summary>How hard the system slows itself down against heat: 0 nominal, 1 moderate, 2 heavy, 3 trapping, 4 sleeping.</summary>
    public int? ThermalPressure { get; init; }

    /// <summary>Degrees Celsius by the sensor's name.</summary>
    public IReadOnlyDictionary<string, double> Temperatures { get; init; } = None;

    /// <summary>Revolutions per minute by the fan's name; 0 is a fan that stands still.</summary>
    public IReadOnlyDictionary<string, double> Fans { get; init; } = None;

    /// <summary>Watts by the name of what draws them; <see cref="PowerSource"/> tells what that is.</summary>
    public IReadOnlyDictionary<string, double> Powers { get; init; } = None;

    public HostSample WithTemperature(string name, double celsius) => this with { Temperatures = With(Temperatures, name, celsius) };

    public HostSample WithFan(string name, double revolutionsPerMinute) => this with { Fans = With(Fans, name, revolutionsPerMinute) };

    public HostSample WithPower(string name, double watts) => this with { Powers = With(Powers, name, watts) };

    private static Dictionary<string, double> With(IReadOnlyDictionary<string, double> readings, string name, double value)
    {
        // an hour of samples is kept: each dictionary is as large as it must be
        var all = new Dictionary<string, double>(readings.Count + 1, StringComparer.Ordinal);
        foreach (var (known, reading) in readings)
            all[known] = reading;
        all[name] = value;
        return all;
    }
}
