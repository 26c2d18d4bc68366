namespace LlmObs.Hardware;

/// <summary>Memory of an LLM server at one moment: of the process that listens and of all its descendants together.</summary>
public sealed record ServerMemory
{
    public required IReadOnlyList<int> Pids { get; init; }

    /// <summary>Their own memory, backed by no file: caches, buffers, weights that were copied.</summary>
    public long? AnonymousBytes { get; init; }

    /// <summary>Mapped from files and in memory: weights read through mmap. What two of them share counts twice.</summary>
    public long? FileBytes { get; init; }

    /// <summary>As macOS counts a process (physical footprint): without mapped files.</summary>
    public long? FootprintBytes { get; init; }
}
