using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// Frequency of the processor's cores now, their mean. Cores that change it together have one file, and weigh as many as they are.
/// Of more than sixteen files so many are read, evenly spread: the kernel may ask each core for its answer.
/// </summary>
internal sealed class CpuFrequency(IReadOnlyList<CpuFrequency.Group> groups, string folder) : ISensor
{
    private const int Most = 16;

    /// <summary>In the kernel's unit; no processor is as fast.</summary>
    private const long MostKilohertz = 20_000_000;

    public string Name => "processor frequency";

    public string Source => $"{folder}/policy*/scaling_cur_freq, mean of {groups.Sum(group => group.Cores)} cores";

    public static SensorSearch Look(SystemFolders folders)
    {
        var folder = Path.Combine(folders.Sys, "devices", "system", "cpu", "cpufreq");
        var policies = DeviceFolders.In(folder, "policy").Where(policy => File.Exists(Frequency(policy))).ToList();
        if (policies.Count == 0)
            return new SensorSearch.Absent($"{folder} tells no core's frequency, as is usual in a virtual machine");
        var read = Enumerable.Range(0, Math.Min(Most, policies.Count)).Select(index => policies[index * policies.Count / Math.Min(Most, policies.Count)]);
        return new SensorSearch.Found([new CpuFrequency([.. read.Select(policy => new Group(Frequency(policy), Cores(policy)))], folder)]);
    }

    public HostSample Read(HostSample sample)
    {
        var (sum, cores) = (0.0, 0);
        foreach (var group in groups)
        {
            if (KernelFile.NumberWhileOn(group.File, 1, MostKilohertz) is not { } kilohertz)
                continue;
            sum += 1000.0 * kilohertz * group.Cores;
            cores += group.Cores;
        }
        return cores > 0 ? sample with { CpuFrequencyHertz = sum / cores } : throw new InvalidDataException($"No core's frequency in {folder} can be read any longer.");
    }

    private static string Frequency(string policy) => Path.Combine(policy, "scaling_cur_freq");

    /// <summary>Those that are on, such as <c>0 1 2 3</c>.</summary>
    private static int Cores(string policy) =>
        KernelFile.Name(Path.Combine(policy, "affected_cpus")) is { } cores ? cores.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length : 1;

    /// <summary>Cores that change their frequency together, and the file that tells it.</summary>
    internal sealed record Group(string File, int Cores);
}
