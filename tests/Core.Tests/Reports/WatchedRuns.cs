using LlmObs.Conditions;
using LlmObs.Hardware;
using LlmObs.Results;
using LlmObs.Tests.Results;

namespace LlmObs.Tests.Reports;

/// <summary>Ends of runs with what a Collector saw: a calm one from the disk, a cached one that was throttled and swapped, one that was watched in part.</summary>
internal static class WatchedRuns
{
    private const long GiB = 1L << 30;

    public static JournalEntry.RunEnd Calm(JournalEntry.Load load) => End(load, peak: 5, readBytes: 4_200_000_000, gross: 1.92, net: 1.71, celsius: 58);

    public static JournalEntry.RunEnd Throttled(JournalEntry.Load load)
    {
        var end = End(load, peak: 6, readBytes: 100_000_000, gross: 2.12, net: 1.89, celsius: 93);
        return end with { Conditions = end.Conditions! with { HighestThermalPressure = 2, Swap = new SwapUse(2 * GiB, 0, 2 * GiB) } };
    }

    public static JournalEntry.RunEnd WatchedInPart(JournalEntry.Load load)
    {
        var end = End(load, peak: 5, readBytes: null, gross: null, net: null, celsius: 61);
        return end with { Conditions = end.Conditions! with { Watched = end.Conditions.Watched with { UnwatchedSeconds = 400 } }, Clock = new RunClock(4030, 4030) };
    }

    private static JournalEntry.RunEnd End(JournalEntry.Load load, int peak, long? readBytes, double? gross, double? net, double celsius) => SmallSession.End(load) with
    {
        Memory = new RunMemory { BaselineBytes = 12 * GiB, PeakBytes = (12 + peak) * GiB, MeanBytes = 14 * GiB, Samples = 4030, Source = "memory used by the machine, as the Collector at http://127.0.0.1:5041/ saw it" },
        Conditions = new RunConditions
        {
            Source = "the Collector at http://127.0.0.1:5041/",
            Watched = new WatchedTime { RunSeconds = 4030, UnwatchedSeconds = 0, Samples = 4030, IntervalSeconds = 1 },
            ServerMemory = new RunMemory { BaselineBytes = GiB, PeakBytes = peak * GiB, Samples = 4030, Source = "the processes that serve port 1234" },
            LoadDiskReadBytes = readBytes,
            Temperature = new RunTemperature { Sensor = "cpu *x*", MaxCelsius = celsius, MeanCelsius = celsius - 3, Samples = 4000 },
            HighestThermalPressure = 0,
            Idle = new IdleBaseline { Samples = 10, Temperatures = new Dictionary<string, double>(StringComparer.Ordinal) { ["cpu *x*"] = 41.5 }, MemoryPressure = 0.01 },
            Energies =
            [
                new RunEnergy
                {
                    Source = "system", Of = PowerSource.System, IsFromCounter = false, Samples = 4000, WindowSeconds = 4000, CoveredSeconds = 4000, MeanWatts = 97.25, IdleWatts = 10.6,
                    GrossJoulesPerToken = gross, NetJoulesPerToken = net,
                },
            ],
        },
        Clock = new RunClock(4030, 4030),
    };
}
