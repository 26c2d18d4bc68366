namespace LlmObs.Results;

/// <summary>A model of the owner's that made room for a session and is to be loaded again as it was.</summary>
public sealed record PutAsideModel
{
    /// <summary>What the server is asked with to load it.</summary>
    public required string ModelKey { get; init; }

    public required string InstanceId { get; init; }

    public int? ContextTokens { get; init; }

    public bool? FlashAttention { get; init; }

    public int? ParallelSlots { get; init; }

    public long? FileBytes { get; init; }

    /// <summary>When it was in memory again; null while it is not.</summary>
    public DateTimeOffset? RestoredAt { get; init; }
}
