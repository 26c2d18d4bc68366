using System.Text.Json;
using LlmObs.Simulator.Machine;

namespace LlmObs.Simulator.Endpoints;

/// <summary>A moment of the machine as a Collector writes a sample of a Mac: no energy counter, no count of processor throttling.</summary>
internal static class SampleLine
{
    /// <summary>What the server's processes use without any model.</summary>
    public const long ServerBytes = 1L << 30;

    /// <summary>Ids of processes that do not exist.</summary>
    public static readonly int[] Pids = [1001, 1002];

    private const double FaultBytes = 1 << 20;
    private const double SlowestFan = 1300;
    private const double FanPerCelsius = 45;

    public static string Of(MachineMoment moment, Heat heat, long? diskFreeBytes, int port) => JsonSerializer.Serialize(new
    {
        at = moment.At,
        simulated = true,
        memoryTotalBytes = MachineHistory.TotalBytes,
        memoryUsedBytes = moment.UsedBytes,
        swapTotalBytes = Math.Max(MachineHistory.SwapBytes, moment.SwapUsedBytes),
        swapUsedBytes = moment.SwapUsedBytes,
        swappedInBytes = moment.SwappedInBytes,
        swappedOutBytes = moment.SwapUsedBytes,
        majorFaults = (long)(moment.DiskReadBytes / FaultBytes),
        diskReadBytes = (long)moment.DiskReadBytes,
        memoryPressureLevel = 0,
        thermalPressure = heat.Throttles(moment.Celsius) ? 1 : 0,
        temperatures = new Dictionary<string, double>(StringComparer.Ordinal) { ["cpu"] = Math.Round(moment.Celsius - 2, 3), ["gpu"] = Math.Round(moment.Celsius, 3) },
        fans = new Dictionary<string, double>(StringComparer.Ordinal) { ["fan 1"] = Math.Round(SlowestFan + FanPerCelsius * Math.Max(0, moment.Celsius - Heat.IdleCelsius)) },
        powers = new Dictionary<string, double>(StringComparer.Ordinal) { ["system"] = moment.Watts, ["gpu"] = Math.Max(0, moment.Watts - Heat.IdleWatts) * 0.8 },
        gpus = new Dictionary<string, object>(StringComparer.Ordinal) { ["gpu"] = new { utilization = moment.Answering.Count == 0 ? 0.0 : 0.97, frequencyHertz = heat.GpuHertz(moment) } },
        storage = Storage(diskFreeBytes),
        servers = new Dictionary<int, object> { [port] = new { pids = Pids, footprintBytes = ServerBytes + moment.LoadedBytes } },
    }) + "\n";

    private static Dictionary<string, object> Storage(long? freeBytes) =>
        freeBytes is null ? [] : new(StringComparer.Ordinal) { [ModelDisk.Folder] = new { freeBytes, totalBytes = ModelDisk.TotalBytes } };
}
