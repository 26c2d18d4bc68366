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
            return string.Join(", ", Words(sensor.Read(new HostSample { At = now }), sensor.Name));
        }
        // as while sampling: whatever goes wrong in one sensor, the others are shown
        catch (Exception broken)
        {
            return $"broken: {broken.Message}";
        }
    }

    private static IEnumerable<string> Words(HostSample sample, string sensor) => [.. OfMemory(sample), .. OfPressure(sample), .. OfParts(sample, sensor), .. OfGraphics(sample, sensor)];

    private static IEnumerable<string> OfMemory(HostSample sample)
    {
        if (sample.MemoryTotalBytes is { } memory)
            yield return $"{Bytes(sample.MemoryUsedBytes)} of {Bytes(memory)} used";
        if (sample.SwapTotalBytes is { } swap)
            yield return swap == 0 ? "this machine has none" : $"{Bytes(sample.SwapUsedBytes)} of {Bytes(swap)} used";
        if (sample.SwappedInBytes is { } swappedIn)
            yield return $"{Bytes(swappedIn)} swapped in";
        if (sample.SwappedOutBytes is { } swappedOut)
            yield return $"{Bytes(swappedOut)} swapped out";
        if (sample.MajorFaults is { } faults)
            yield return Text($"{faults} major faults");
        if (sample.DiskReadBytes is { } read)
            yield return $"{Bytes(read)} since the start";
        foreach (var space in sample.Storage.Values)
            yield return $"{Bytes(space.FreeBytes)} of {Bytes(space.TotalBytes)} free";
    }

    private static IEnumerable<string> OfPressure(HostSample sample)
    {
        if (sample.MemoryPressure is { } pressure)
            yield return Text($"{pressure * 100:0.##} % of the last 10 s");
        if (sample.MemoryPressureLevel is { } memoryLevel)
            yield return Text($"level {memoryLevel} of 2");
        if (sample.ThermalPressure is { } level)
            yield return Text($"level {level} of 4");
    }

    private static IEnumerable<string> OfParts(HostSample sample, string sensor)
    {
        foreach (var (name, celsius) in sample.Temperatures)
            yield return Named(sensor, name, Text($"{celsius:0.0} °C"));
        foreach (var (name, speed) in sample.Fans)
            yield return Named(sensor, name, Text($"{speed:0} rpm"));
        foreach (var (name, watts) in sample.Powers)
            yield return Named(sensor, name, Text($"{watts:0.0} W"));
        foreach (var (name, joules) in sample.Energies)
            yield return Named(sensor, name, Text($"{joules:0} J"));
        if (sample.CpuFrequencyHertz is { } frequency)
            yield return Named(sensor, sensor is "processor frequency" ? sensor : "cpu", Text($"{frequency / 1e6:0} MHz"));
        if (sample.ThrottledSeconds is { } throttled)
            yield return Text($"{throttled:0.0} s since the start");
    }

    private static IEnumerable<string> OfGraphics(HostSample sample, string sensor)
    {
        foreach (var (name, gpu) in sample.Gpus)
        {
            if (gpu.FrequencyHertz is { } frequency)
                yield return Named(sensor, name, Text($"{frequency / 1e6:0} MHz"));
            if (gpu.Utilization is { } share)
                yield return Named(sensor, name, Text($"{share * 100:0} % busy"));
            if (gpu.MemoryTotalBytes is { } memory)
                yield return Named(sensor, name, $"{Bytes(gpu.MemoryUsedBytes)} of {Bytes(memory)} used");
        }
    }

    /// <summary>A sensor of one reading is called as that is; one of several tells which is which.</summary>
    private static string Named(string sensor, string reading, string text) => sensor == reading ? text : $"{reading} {text}";

    private static string Bytes(long? bytes) => bytes is { } known ? new DataSize(known).ToBinaryString() : "n/a";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
