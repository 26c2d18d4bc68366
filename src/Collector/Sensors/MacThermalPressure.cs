using LlmObs.Collector.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// How hard macOS says it slows itself down. A Mac was seen to throttle while it still says nominal: the graphics processor's frequency, which macmon reads, tells that.
/// A system that never says anything reads nominal, too.
/// </summary>
internal sealed class MacThermalPressure(IMacKernel mac, int token) : ISensor
{
    /// <summary>libkern/OSThermalNotification.h: kOSThermalNotificationPressureLevelName.</summary>
    private const string Key = "com.apple.system.thermalpressurelevel";

    /// <summary>kOSThermalPressureLevelSleeping: on a Mac the levels are 0 to 4, on a telephone 0 to 50.</summary>
    private const ulong Highest = 4;

    public string Name => "thermal pressure";

    public string Source => $"notify key {Key}";

    public static SensorSearch Look(IMacKernel mac) => MacSearch.Of(() => new MacThermalPressure(mac, mac.WatchNotification(Key)));

    public HostSample Read(HostSample sample)
    {
        var level = mac.NotificationState(token);
        return level <= Highest
            ? sample with { ThermalPressure = (int)level }
            : throw new InvalidDataException($"{Key} says {level} where 0 to {Highest} was expected.");
    }
}
