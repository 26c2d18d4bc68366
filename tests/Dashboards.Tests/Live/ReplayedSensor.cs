using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary>Reads a Mac that works hard: every subject there is, also those this machine has no sensor for.</summary>
internal sealed class ReplayedSensor : ISensor
{
    private const long Gibibyte = 1L << 30;
    private int _reading;

    public string Name => "replayed";

    public string Source => "written for this test";

    public HostSample Read(HostSample sample)
    {
        var step = _reading++ % 10;
        var read = sample with
        {
            MemoryTotalBytes = 512 * Gibibyte,
            MemoryUsedBytes = (150 + step) * Gibibyte,
            SwapTotalBytes = 8 * Gibibyte,
            SwapUsedBytes = Gibibyte,
            MemoryPressure = 0.01 * step,
            ThermalPressure = 1,
        };
        read = read.WithServer(1234, new ServerMemory { Pids = [4711, 4712], AnonymousBytes = (20 + step) * Gibibyte, FileBytes = 100 * Gibibyte, FootprintBytes = (21 + step) * Gibibyte });
        return read.WithTemperature("cpu", 60 + step).WithTemperature("gpu", 65 + step).WithFan("left", 2000 + (10 * step)).WithPower("system", 200 + step).WithPower("gpu", 90 + step);
    }
}
