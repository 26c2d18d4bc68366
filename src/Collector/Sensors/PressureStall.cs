using System.Globalization;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// Memory pressure as Linux counts it (PSI): of the line <c>some avg10=1.53 avg60=0.87 …</c> the share of the last 10 s, in percent.
/// Rejected: the line <c>full</c>, which is silent while one task still runs. In a container with a memory limit its own figure: the machine's would tell of its neighbours.
/// </summary>
internal sealed class PressureStall(string file, string whose) : ISensor
{
    private const string Before = "some avg10=";

    public string Name => "memory pressure";

    public string Source => $"{file}{whose}";

    public static SensorSearch Look(SystemFolders folders)
    {
        var meminfo = Path.Combine(folders.Proc, "meminfo");
        return File.Exists(meminfo) && Cgroup.SmallerThan(LinuxMemory.Total(meminfo), folders) is { } container
            ? Look(Path.Combine(container.Folder, "memory.pressure"), " (the container's)")
            : Look(Path.Combine(folders.Proc, "pressure", "memory"), "");
    }

    public HostSample Read(HostSample sample) => sample with { MemoryPressure = Share(KernelFile.Text(file)) };

    private static SensorSearch Look(string file, string whose)
    {
        if (!File.Exists(file))
            return new SensorSearch.Absent($"this kernel keeps no such pressure figures: there is no {file}; booting it with psi=1 may help");
        try
        {
            // a kernel that was told to keep none may have the file and refuse to read it
            KernelFile.Text(file);
            return new SensorSearch.Found([new PressureStall(file, whose)]);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return new SensorSearch.Absent($"{file} cannot be read ({none.Message}); booting the kernel with psi=1 may help");
        }
    }

    private double Share(string text)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(Before, StringComparison.Ordinal)) ?? "";
        var percent = line.Length > Before.Length ? line[Before.Length..].Split(' ', 2)[0] : "";
        return double.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 100
            ? number / 100
            : throw new InvalidDataException($"{file} has no line that begins with \"{Before}\" and a number.");
    }
}
