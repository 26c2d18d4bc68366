using System.Globalization;
using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>Tells whether a machine is near its idle self.</summary>
public static class GateCheck
{
    /// <summary>How much larger the share of time may be in which some task waits for memory: less is any system's own coming and going.</summary>
    public const double MemoryPressureAboveIdle = 0.05;

    /// <summary>Whether anybody tells how warm the machine is.</summary>
    public static bool KnowsHeat(IdleBaseline idle) => idle.Temperatures.Count > 0 || idle.ThermalPressure is not null;

    /// <summary>Whether there is anything to go by.</summary>
    public static bool Knows(IdleBaseline idle) => KnowsHeat(idle) || idle.MemoryPressure is not null || idle.MemoryPressureLevel is not null;

    /// <summary>What it is still waited for, the sensor furthest above first; null when it is near.</summary>
    /// <param name="idle">The calmest that was seen.</param>
    /// <param name="recent">The last seconds, oldest first: temperatures are their means, for one sample of a core's jumps by 10 °C and more at idle. Pressures are the latest.</param>
    /// <param name="aboveIdle">Degrees that it may be warmer.</param>
    public static string? WaitsFor(IdleBaseline idle, IReadOnlyList<HostSample> recent, double aboveIdle)
    {
        var now = recent[^1];
        var furthest = IdleBaseline.MeanTemperatures(recent).Where(one => idle.Temperatures.ContainsKey(one.Key))
            .Select(one => (Sensor: one.Key, Celsius: one.Value, Wanted: idle.Temperatures[one.Key] + aboveIdle)).OrderByDescending(one => one.Celsius - one.Wanted).FirstOrDefault();
        if (furthest.Sensor is not null && furthest.Celsius > furthest.Wanted)
            return string.Create(CultureInfo.InvariantCulture, $"{furthest.Sensor} {furthest.Celsius:0} °C, waits for ≤ {Math.Floor(furthest.Wanted):0} °C");
        if (now.ThermalPressure > (idle.ThermalPressure ?? 0))
            return string.Create(CultureInfo.InvariantCulture, $"thermal pressure {now.ThermalPressure}, waits for {idle.ThermalPressure ?? 0}");
        var calm = (idle.MemoryPressure ?? 0) + MemoryPressureAboveIdle;
        if (now.MemoryPressure > calm)
            return string.Create(CultureInfo.InvariantCulture, $"memory pressure {100 * now.MemoryPressure:0} %, waits for ≤ {Math.Floor(100 * calm):0} %");
        return now.MemoryPressureLevel > (idle.MemoryPressureLevel ?? 0)
            ? string.Create(CultureInfo.InvariantCulture, $"memory pressure level {now.MemoryPressureLevel}, waits for {idle.MemoryPressureLevel ?? 0}")
            : null;
    }
}
