using LlmObs.Collector.Native;
using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Machines;

/// <summary>A Mac, as its kernel and <c>pmset</c> tell. <paramref name="pmset"/> is asked with its arguments.</summary>
internal sealed class MacMachine(IMacKernel mac, Func<IReadOnlyList<string>, string> pmset) : IMachineFacts
{
    private const long Mebi = 1024 * 1024;
    private const string GpuLimit = "iogpu.wired_limit_mb";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static MacMachine Here { get; } = new(MacKernel.Here, arguments => ProgramAnswer.Of("/usr/bin/pmset", arguments, Patience).Text);

    public string OperatingSystem() => $"macOS {mac.Text("kern.osproductversion")}";

    /// <summary>With the model, which tells how it is cooled: Apple M3 Ultra (Mac15,14) is a Mac Studio.</summary>
    public string? Processor() => $"{mac.Text("machdep.cpu.brand_string")} ({mac.Text("hw.model")})";

    public bool? IsOnBattery() => MacPower.IsOnBattery(pmset(["-g", "batt"]));

    public bool? IsLowPowerMode() => MacPower.IsLowPowerMode(pmset(["-g"]));

    /// <summary>What its owner has set; its name says MB and it counts MiB. 0 is macOS's default: null, since the shares of memory that are told for it differ.</summary>
    public long? GpuMemoryLimitBytes() => mac.Number(GpuLimit) is > 0 and var limit ? limit * Mebi : null;

    /// <summary>By physical footprint, as Activity Monitor has it. Other users' processes cannot be seen.</summary>
    public IReadOnlyList<ProcessUse> BiggestProcesses(int count) =>
        [.. mac.Processes().Select(Use).OfType<ProcessUse>().OrderByDescending(process => process.MemoryBytes).Take(count)];

    public IReadOnlyList<AbsentSensor> Absent() => mac.Number(GpuLimit) == 0
        ? [new AbsentSensor("GPU memory limit", $"macOS's default holds (sysctl {GpuLimit} is 0), and only Metal tells how much that is")]
        : [];

    private ProcessUse? Use(int pid) => mac.Usage(pid) is { } usage && mac.Process(pid) is { } process ? new ProcessUse(pid, process.ProcessName, (long)usage.PhysFootprint) : null;
}
