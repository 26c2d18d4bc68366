namespace LlmObs.Plans;

/// <summary>A model as a server lists it: on its disk, perhaps loaded.</summary>
public sealed record LocalModel
{
    /// <summary>What the server is asked with to load or to use it.</summary>
    public required string Key { get; init; }

    public string? DisplayName { get; init; }

    public string? Publisher { get; init; }

    public string? Architecture { get; init; }

    /// <summary>As the server says; null where it does not.</summary>
    public string? Quantization { get; init; }

    public ModelFormat Format { get; init; } = ModelFormat.Other;

    public DataSize? FileSize { get; init; }

    /// <summary>Where it lies, when the server says and the file is on this machine.</summary>
    public string? Path { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>What the server calls the file's content: one name may mean another file tomorrow. Null where it does not say.</summary>
    public string? Digest { get; init; }

    public int? MaximumContextTokens { get; init; }

    public IReadOnlyList<LoadedInstance> Instances { get; init; } = [];

    public bool IsLoaded => Instances.Count > 0;
}

/// <summary>A model in memory, ready to answer.</summary>
public sealed record LoadedInstance
{
    /// <summary>What a chat request names to reach it.</summary>
    public required string Id { get; init; }

    public int? ContextTokens { get; init; }

    public bool? FlashAttention { get; init; }

    public int? ParallelSlots { get; init; }

    /// <summary>Share of it (0 to 1) that lies in the processor's memory because the graphics processor's did not do; null where the server does not say.</summary>
    public double? ProcessorShare { get; init; }
}
