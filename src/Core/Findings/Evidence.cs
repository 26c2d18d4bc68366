using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Findings;

/// <summary>All that is known of one variant's result, measured here or read from somebody else's file. What nobody knows is null.</summary>
public sealed record Evidence
{
    /// <summary>The variant's id, or the file's name.</summary>
    public required string Subject { get; init; }

    /// <summary>Its speeds are what its author says, not measured by our definitions.</summary>
    public bool IsImported { get; init; }

    public bool IsSimulated { get; init; }

    /// <summary>In the order they were sent, warm-ups included.</summary>
    public required IReadOnlyList<RequestSeen> Requests { get; init; }

    public IReadOnlyList<LoadResult> Loads { get; init; } = [];

    /// <summary>What the checks found amiss before it.</summary>
    public IReadOnlyList<SessionCheck> Checks { get; init; } = [];

    /// <summary>As its name or the plan has it.</summary>
    public string? Quantization { get; init; }

    /// <summary>The author's own average over requests.</summary>
    public double? ClaimedTokensPerSecond { get; init; }

    /// <summary>Why it failed, as somebody claims.</summary>
    public string? ClaimedFailure { get; init; }

    public double? ClockResolutionSeconds { get; init; }

    /// <summary>The largest error of a decode speed, as a share, as the instrument was calibrated.</summary>
    public double? InstrumentDecodeShare { get; init; }

    /// <summary>Its own mean decode speed over loads, in tokens per second.</summary>
    public double? DecodeTokensPerSecond { get; init; }

    /// <summary>That of the session's other variants of the same model, by their ids.</summary>
    public IReadOnlyDictionary<string, double> OtherDecodeTokensPerSecond { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Of the machine's memory, each second.</summary>
    public double? MemoryBytesPerSecond { get; init; }

    /// <summary>Of the model's weights; for an imported result at most its peak memory.</summary>
    public DataSize? ModelSize { get; init; }

    /// <summary>The share of its weights that each token uses, 0 to 1.</summary>
    public double? ActiveShare { get; init; }

    /// <summary>The requests a speed is read from: completed, alone, not cold by our own account.</summary>
    internal IEnumerable<RequestSeen> Counted => Requests.Where(request => request.IsCounted);

    /// <summary>Of these, without the first one after each load, which may be cold.</summary>
    internal IEnumerable<RequestSeen> Warm => Requests.GroupBy(request => request.Load, StringComparer.Ordinal).SelectMany(load => load.Skip(1)).Where(request => request.IsCounted);

    /// <summary>Those that came right after a load and are in the figures all the same.</summary>
    internal IEnumerable<RequestSeen> FirstAndCounted => Requests.GroupBy(request => request.Load, StringComparer.Ordinal).Select(load => load.First()).Where(request => request.IsCounted);

    /// <summary>Sightings that a rule names one by one.</summary>
    internal static IReadOnlyList<Sighting> Each(IEnumerable<RequestSeen> requests, Func<RequestSeen, string> what) => [.. requests.Select(request => new Sighting(request.Id, what(request)))];
}
