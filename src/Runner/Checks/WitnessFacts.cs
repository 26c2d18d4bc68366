using LlmObs.Hardware;

namespace LlmObs.Runner.Checks;

/// <summary>What someone told who watches a machine.</summary>
internal sealed record WitnessFacts
{
    /// <summary>How far back its samples were asked for.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromMinutes(1);

    public Uri? Address { get; init; }

    /// <summary>Of the last minute, oldest first.</summary>
    public IReadOnlyList<HostSample> Samples { get; init; } = [];

    public HostReport? Report { get; init; }

    /// <summary>When it made its report, by our clock.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>The processes of the server under test, as it saw them just now; empty where it cannot.</summary>
    public IReadOnlyList<int> ServerPids { get; init; } = [];

    /// <summary>Why it tells nothing; null when it answered.</summary>
    public string? Problem { get; init; }

    /// <summary>What is about to be unloaded before anything is measured.</summary>
    public long AboutToBeFreedBytes { get; init; }

    public HostSample? Latest => Samples.Count > 0 ? Samples[^1] : null;

    public long? TotalBytes => Latest?.MemoryTotalBytes;

    /// <summary>When what is about to be unloaded is out of memory.</summary>
    public long? FreeBytes => Latest is { MemoryTotalBytes: { } total, MemoryUsedBytes: { } used } ? Math.Min(total, total - used + AboutToBeFreedBytes) : null;

    public static WitnessFacts Nobody(string why) => new() { Problem = why };
}
