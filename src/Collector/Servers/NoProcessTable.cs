using LlmObs.Hardware;

namespace LlmObs.Collector.Servers;

/// <summary>Where processes of other programs are not looked into, and why.</summary>
internal sealed class NoProcessTable(string reason) : IProcessTable
{
    public string Source => reason;

    public ListenerSearch ListenerOf(int port) => new ListenerSearch.Absent(reason);

    public IReadOnlyList<ProcessEntry> List() => [];

    public ServerMemory? MemoryOf(ProcessId process) => null;

    public ServerProcess? Look(ProcessId process) => null;
}
