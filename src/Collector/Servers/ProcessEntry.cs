namespace LlmObs.Collector.Servers;

/// <summary>One process and the one that started it.</summary>
/// <param name="Id">The process.</param>
/// <param name="Parent">The pid of its parent; one that lost its parent has another, such as 1.</param>
internal sealed record ProcessEntry(ProcessId Id, int Parent);

/// <summary>Which process: a pid alone comes again for another one.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Started">When it started, in the system's own unit and from its own zero; the smaller is the older.</param>
internal readonly record struct ProcessId(int Pid, long Started);
