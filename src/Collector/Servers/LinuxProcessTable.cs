using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Servers;

/// <summary>The processes as /proc shows them.</summary>
internal sealed class LinuxProcessTable(SystemFolders folders, TimeProvider clock) : IProcessTable
{
    /// <summary>
    /// A pid seen before is taken for the same process without reading it, which makes a list cheap; should another have come under it meanwhile, it is found after this time.
    /// </summary>
    public static readonly TimeSpan BetweenReadingAll = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();

    /// <summary>By pid; null for one that may not be looked at, which would cost an exception every time.</summary>
    private Dictionary<int, ProcessEntry?> _known = [];
    private long? _allReadAt;

    public string Source => folders.Proc;

    public ListenerSearch ListenerOf(int port) => new ListenerLookup(folders).Find(port);

    public IReadOnlyList<ProcessEntry> List()
    {
        lock (_lock)
        {
            if (_allReadAt is not { } read || clock.GetElapsedTime(read) >= BetweenReadingAll)
                return ListAnew();
            return List(_known);
        }
    }

    public IReadOnlyList<ProcessEntry> ListAnew()
    {
        lock (_lock)
        {
            _allReadAt = clock.GetTimestamp();
            return List([]);
        }
    }

    public ServerMemory? MemoryOf(ProcessId process) => Of(process, Memory);

    public ServerProcess? Look(ProcessId process) => Of(process, folder => new ServerProcess
    {
        Pid = process.Pid,
        Name = folder.Name(),
        ProportionalBytes = Proportional(folder),
        PeakBytes = KernelFile.Number(folder.File("status"), "VmHWM"),
    });

    private List<ProcessEntry> List(Dictionary<int, ProcessEntry?> before)
    {
        _known = ProcessFolder.Pids(folders).ToDictionary(pid => pid, pid => before.TryGetValue(pid, out var known) ? known : Read(pid));
        return [.. _known.Values.OfType<ProcessEntry>()];
    }

    /// <summary>That it is still this process is asked after reading: then what was read was its.</summary>
    private T? Of<T>(ProcessId process, Func<ProcessFolder, T> read)
        where T : class =>
        new ProcessFolder(folders, process.Pid).WhileThere(folder => read(folder) is var answer && folder.Stat()?.Started == process.Started ? answer : null);

    private ProcessEntry? Read(int pid) =>
        new ProcessFolder(folders, pid).WhileThere(folder => folder.Stat() is { } stat ? new ProcessEntry(new ProcessId(pid, stat.Started), stat.Parent) : null);

    private static ServerMemory Memory(ProcessFolder folder)
    {
        var file = folder.File("status");
        var status = KernelFile.Text(file);
        return new() { Pids = [folder.Pid], AnonymousBytes = KernelFile.NumberIn(status, "RssAnon", file), FileBytes = KernelFile.NumberIn(status, "RssFile", file) };
    }

    /// <summary>The kernel adds up the shares page by page, and tells them only to the process's own user.</summary>
    private static long? Proportional(ProcessFolder folder)
    {
        try
        {
            return KernelFile.Number(folder.File("smaps_rollup"), "Pss");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
