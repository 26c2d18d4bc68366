using LlmObs.Hardware;

namespace LlmObs.Collector.Servers;

/// <summary>The processes of one server as far as they are known: the one that listens, and what it started. Asked under its owner's lock.</summary>
internal sealed class WatchedServer(int port)
{
    private readonly HashSet<ProcessId> _processes = [];
    private ProcessId? _listener;

    public int Port => port;

    /// <summary>When someone last asked for it, by the clock's time stamp.</summary>
    public required long AskedAt { get; set; }

    /// <summary>When its listener was last looked for.</summary>
    public required long SoughtAt { get; set; }

    /// <summary>How long it is then not looked for again.</summary>
    public TimeSpan Patience { get; set; }

    public bool HasListener => _listener is not null;

    /// <summary>The same as before keeps what it started, also what has another parent by now.</summary>
    public void Found(ProcessId listener)
    {
        if (_listener == listener)
            return;
        Lost();
        _listener = listener;
        _processes.Add(listener);
    }

    public void Lost()
    {
        _listener = null;
        _processes.Clear();
    }

    /// <summary>Takes in what its processes have started since, at any depth. The listener comes first.</summary>
    public IReadOnlyList<ProcessId> Grow(IReadOnlyList<ProcessEntry> all)
    {
        while (all.Where(IsChild).ToList() is { Count: > 0 } children)
            _processes.UnionWith(children.Select(child => child.Id));
        return [.. _processes.OrderBy(process => process != _listener).ThenBy(process => process.Started).ThenBy(process => process.Pid)];

        bool IsChild(ProcessEntry entry) => !_processes.Contains(entry.Id) && _processes.Any(process => process.Pid == entry.Parent && process.Started <= entry.Id.Started);
    }

    /// <summary>Of all its processes together; null when the listener has ended, which then is to be looked for.</summary>
    public ServerMemory? Memory(IReadOnlyList<ProcessEntry> all, IProcessTable table)
    {
        var memories = Grow(all).Select(process => (Process: process, Memory: table.MemoryOf(process))).ToList();
        foreach (var ended in memories.Where(one => one.Memory is null))
            _processes.Remove(ended.Process);
        if (_listener is { } listener && _processes.Contains(listener))
            return Sum([.. memories.Select(one => one.Memory).OfType<ServerMemory>()]);
        Lost();
        return null;
    }

    private static ServerMemory Sum(IReadOnlyList<ServerMemory> parts) => new()
    {
        Pids = [.. parts.SelectMany(part => part.Pids)],
        AnonymousBytes = Sum(parts, part => part.AnonymousBytes),
        FileBytes = Sum(parts, part => part.FileBytes),
        FootprintBytes = Sum(parts, part => part.FootprintBytes),
    };

    /// <summary>Null where no process has the figure. One that is about to end has none, and the sum goes on without it.</summary>
    private static long? Sum(IReadOnlyList<ServerMemory> parts, Func<ServerMemory, long?> figure) => parts.Any(part => figure(part) is not null) ? parts.Sum(figure) : null;
}
