using LlmObs.Conditions;
using LlmObs.Hardware;
using LlmObs.Results;

namespace LlmObs.Runner.Tests.Telemetry;

/// <summary>A result of two loads with what a Collector saw: 1.5 and 2.5 J a token, the second one cached, hot and flagged.</summary>
internal static class WatchedResult
{
    public static VariantResult Of(VariantResult result) => result with
    {
        Loads =
        [
            result.Loads[0] with { Conditions = Conditions(1.5, 60), Kind = LoadKind.First, ReadFromDiskShare = 1 },
            result.Loads[1] with { Conditions = Conditions(2.5, 71), Kind = LoadKind.Cached, ReadFromDiskShare = 0, Flags = [new RunFlag(RunFlagKind.Throttled, "thermal pressure up to 1 of 4")] },
        ],
    };

    private static RunConditions Conditions(double joulesPerToken, double celsius) => new()
    {
        Source = "the Collector at http://127.0.0.1:5041/",
        Watched = new WatchedTime { RunSeconds = 60, UnwatchedSeconds = 0, Samples = 60, IntervalSeconds = 1 },
        Temperature = new RunTemperature { Sensor = "cpu", MaxCelsius = celsius, MeanCelsius = celsius, Samples = 60 },
        Energies =
        [
            new RunEnergy { Source = "system", Of = PowerSource.System, IsFromCounter = false, Samples = 60, WindowSeconds = 60, CoveredSeconds = 60, MeanWatts = 100, GrossJoulesPerToken = joulesPerToken, NetJoulesPerToken = joulesPerToken - 0.2 },
        ],
    };
}
