using LlmObs.Hardware;

namespace LlmObs.Collector.Servers;

/// <summary>
/// The processes of this machine. It may be asked from several threads at once.
/// A process that ends while it is asked for is nothing unusual: it is null or missing in the answer, and nothing is thrown.
/// </summary>
internal interface IProcessTable
{
    /// <summary>As people call it: /proc, proc_pid_rusage.</summary>
    string Source { get; }

    /// <summary>Who accepts connections on a TCP port of this machine; of several that hold one socket the oldest. Costly: asked seldom.</summary>
    ListenerSearch ListenerOf(int port);

    /// <summary>Every process there is now. Asked with every sample.</summary>
    IReadOnlyList<ProcessEntry> List();

    /// <summary>The same, without what was known of a pid before. Never asked while sampling.</summary>
    IReadOnlyList<ProcessEntry> ListAnew() => List();

    /// <summary>Of this process alone; null when it has ended, also when another has its pid by now. Asked with every sample.</summary>
    ServerMemory? MemoryOf(ProcessId process);

    /// <summary>Its name and what is costly to learn; null when it has ended. Never asked while sampling.</summary>
    ServerProcess? Look(ProcessId process);
}
