using System.Globalization;
using System.Text;
using LlmObs.Collector.Sensors;
using LlmObs.Hardware;
using LlmObs.Plans;

namespace LlmObs.Collector;

/// <summary>The sensors of this machine as a list for people: each with what it reads now and where from, then the absent ones with the reason.</summary>
internal static class SensorListing
{
    public static string Of(SensorInventory inventory, DateTimeOffset now)
    {
        var found = inventory.Sensors.Select(sensor => (sensor.Name, Reading: Reading(sensor, now), sensor.Source)).ToList();
        var absent = inventory.Absent.Select(absent => (Name: absent.Subject, Reading: "n/a", Source: absent.Reason)).ToList();
        var rows = found.Concat(absent).ToList();
        var (nameWidth, readingWidth) = (rows.Max(row => row.Name.Length), rows.Max(row => row.Reading.Length));
        return rows.Aggregate(new StringBuilder(), (text, row) => text.Append(row.Name.PadRight(nameWidth + 2)).Append(row.Reading.PadRight(readingWidth + 2)).Append(row.Source).Append('\n')).ToString();
    }

    private static string Reading(ISensor sensor, DateTimeOffset now)
    {
        try
        {
            return string.Join(", ", Words(sensor.Read(new HostSample { At = now })));
        }
        // as while sampling: whatever goes wrong in one sensor, the others are shown
        catch (Exception broken)
        {
            return $"broken: {broken.Message}";
        }
    }

    private static IEnumerable<string> Words(HostSample sample)
    {
        if (sample.MemoryTotalBytes is { } memory)
            yield return $"{Bytes(sample.MemoryUsedBytes)} of {Bytes(memory)} used";
        if (sample.SwapTotalBytes is { } swap)
            yield return swap == 0 ? "this machine has none" : $"{Bytes(sample.SwapUsedBytes)} of {Bytes(swap)} used";
        if (sample.MemoryPressure is { } pressure)
            yield return Text($"{pressure * 100:0.##} % of the last 10 s");
        if (sample.ThermalPressure is { } level)
            yield return Text($"level {level} of 4");
        foreach (var celsius in sample.Temperatures.Values)
            yield return Text($"{celsius:0.0} °C");
        foreach (var speed in sample.Fans.Values)
            yield return Text($"{speed:0} rpm");
        foreach (var watts in sample.Powers.Values)
            yield return Text($"{watts:0.0} W");
    }

    private static string Bytes(long? bytes) => bytes is { } known ? new DataSize(known).ToBinaryString() : "n/a";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
