namespace LlmObs.Collector.Servers;

/// <summary>What looking for the process behind a port came to.</summary>
internal abstract record ListenerSearch
{
    private ListenerSearch()
    {
    }

    public sealed record Found(ProcessId Process) : ListenerSearch;

    /// <summary>Nobody listens, or who does cannot be seen; the reason is a sentence for people.</summary>
    public sealed record Absent(string Reason) : ListenerSearch;
}
