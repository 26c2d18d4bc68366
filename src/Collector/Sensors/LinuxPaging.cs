using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// Major faults and swap traffic since the system started. In a container with a memory limit its own, of <c>memory.stat</c>: kernels before 6.14
/// count no swap traffic there, and then it is absent, since the machine's would tell of the neighbours.
/// </summary>
internal sealed class LinuxPaging(string file, string whose) : ISensor
{
    public string Name => "paging";

    public string Source => $"{file}{whose}";

    public static SensorSearch Look(SystemFolders folders)
    {
        var (vmstat, meminfo) = (Path.Combine(folders.Proc, "vmstat"), Path.Combine(folders.Proc, "meminfo"));
        if (File.Exists(meminfo) && Cgroup.SmallerThan(LinuxMemory.Total(meminfo), folders) is { } container)
            return Look(Path.Combine(container.Folder, "memory.stat"), " (the container's)");
        return Look(vmstat, "");
    }

    public HostSample Read(HostSample sample)
    {
        var text = KernelFile.Text(file);
        return sample with
        {
            MajorFaults = KernelFile.NumberIn(text, "pgmajfault", file) ?? throw new InvalidDataException($"{file} has no line pgmajfault."),
            SwappedInBytes = Bytes(text, "pswpin"),
            SwappedOutBytes = Bytes(text, "pswpout"),
        };
    }

    private static SensorSearch Look(string file, string whose) => File.Exists(file)
        ? new SensorSearch.Found([new LinuxPaging(file, whose)])
        : new SensorSearch.Absent($"there is no {file}");

    /// <summary>Null where the kernel has no such line: it was built without swap, or does not count it for a container.</summary>
    private long? Bytes(string text, string name) => KernelFile.NumberIn(text, name, file) switch
    {
        null => null,
        { } pages when pages <= long.MaxValue / Environment.SystemPageSize => pages * Environment.SystemPageSize,
        { } pages => throw new InvalidDataException($"{file} says {name} is {pages} pages, which is more than can be counted in bytes."),
    };
}
