using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary>Reads a machine that works hard: every subject there is, also those this machine has no sensor for.</summary>
internal sealed class ReplayedSensor : ISensor
{
    private const long Gibibyte = 1L << 30;
    private int _reading;

    public string Name => "replayed";

    public string Source => "written for this test";

    public HostSample Read(HostSample sample)
    {
        var step = _reading++;
        return OfServer(OfGraphics(OfParts(OfMemory(sample, step), step), step), step % 10);
    }

    private static HostSample OfMemory(HostSample sample, int step) => (sample with
    {
        MemoryTotalBytes = 512 * Gibibyte,
        MemoryUsedBytes = (150 + (step % 10)) * Gibibyte,
        SwapTotalBytes = 8 * Gibibyte,
        SwapUsedBytes = Gibibyte,
        SwappedInBytes = step * 4096L,
        SwappedOutBytes = step * 8192L,
        MajorFaults = 7 * step,
        DiskReadBytes = step * Gibibyte,
        MemoryPressure = 0.01 * (step % 10),
        MemoryPressureLevel = 0,
    }).WithStorage("/", new(FreeBytes: (900 - (step % 10)) * Gibibyte, TotalBytes: 1000 * Gibibyte));

    private static HostSample OfParts(HostSample sample, int step) => (sample with { ThermalPressure = 1, ThrottledSeconds = 0.1 * step, CpuFrequencyHertz = 3.2e9 })
        .WithTemperature("cpu", 60 + (step % 10)).WithTemperature("gpu", 65 + (step % 10)).WithFan("left", 2000 + (step % 10 * 10))
        .WithPower("system", 200 + (step % 10)).WithPower("gpu", 90 + (step % 10)).WithEnergy("cpu package-0", 90.0 * step).WithEnergy("system psys", 200.0 * step);

    private static HostSample OfGraphics(HostSample sample, int step) =>
        sample.WithGpu("gpu", new() { Utilization = 0.1 * (step % 10), FrequencyHertz = 1.3e9, MemoryUsedBytes = 20 * Gibibyte, MemoryTotalBytes = 24 * Gibibyte });

    private static HostSample OfServer(HostSample sample, int step) =>
        sample.WithServer(1234, new ServerMemory { Pids = [4711, 4712], AnonymousBytes = (20 + step) * Gibibyte, FileBytes = 100 * Gibibyte, FootprintBytes = (21 + step) * Gibibyte });
}
