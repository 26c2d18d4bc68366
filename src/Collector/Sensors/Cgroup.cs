namespace LlmObs.Collector.Sensors;

/// <summary>
/// The container we run in, if it has a memory limit of its own (cgroup v2).
/// Only the root of the mount is asked: in a container that is the container, outside it has no limit. Our own service's limit is not the machine's.
/// </summary>
internal sealed record Cgroup(string Folder)
{
    public string LimitFile => Path.Combine(Folder, "memory.max");

    /// <summary>Null when there is no container or it may use as much as the machine has.</summary>
    public static Cgroup? SmallerThan(long machineBytes, SystemFolders folders)
    {
        var cgroup = new Cgroup(Path.Combine(folders.Sys, "fs", "cgroup"));
        return cgroup.Limit("memory.max") < machineBytes ? cgroup : null;
    }

    /// <summary>Null when the file is not there or says "max".</summary>
    public long? Limit(string file)
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path) && !string.Equals(KernelFile.Text(path).Trim(), "max", StringComparison.Ordinal) ? KernelFile.Number(path) : null;
    }

    public long Number(string file) => KernelFile.Number(Path.Combine(Folder, file));
}
