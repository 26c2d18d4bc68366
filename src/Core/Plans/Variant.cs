using System.Text.Json.Serialization;

namespace LlmObs.Plans;

/// <summary>A model × quantization × format × backend: the thing that is loaded and measured.</summary>
public sealed record Variant
{
    public required string Id { get; init; }

    /// <summary>The id of its <see cref="PlannedModel"/>.</summary>
    public required string Model { get; init; }

    /// <summary>As its publisher writes it: Q4_K_M, BF16, 4bit.</summary>
    public required string Quantization { get; init; }

    public required ModelFormat Format { get; init; }

    /// <summary>What runs it; null takes the format's usual one.</summary>
    public string? Backend { get; init; }

    public DataSize? FileSize { get; init; }

    public DataSize? ExpectedMemory { get; init; }

    /// <summary>1 is the most urgent; null is a spare.</summary>
    public int? Priority { get; init; }

    /// <summary>The id of its <see cref="Plans.Phase"/>; null where a plan has no phases.</summary>
    public string? Phase { get; init; }

    public bool IsOptional { get; init; }

    public VariantStatus Status { get; init; } = new();

    public string? Note { get; init; }

    public VariantSource? Source { get; init; }

    public MatchRule? Match { get; init; }

    /// <summary>
    /// <c>{model}-{version}</c>: what its result files are called. The version is the id without the model where it begins with it,
    /// so that two variants of one quantization stay apart.
    /// </summary>
    [JsonIgnore]
    public string FileStem => $"{Plain(Model)}-{Plain(Id.StartsWith($"{Model}-", StringComparison.Ordinal) ? Id[(Model.Length + 1)..] : Id)}";

    private static string Plain(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? char.ToLowerInvariant(letter) : '-'));
}

public enum ModelFormat
{
    Gguf,
    Mlx,

    /// <summary>Anything else, or a server that does not say.</summary>
    Other,
}

/// <summary>Where a variant can be fetched from.</summary>
public sealed record VariantSource
{
    /// <summary>The repository at its publisher, such as <c>unsloth/MiniMax-M2.1-GGUF</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The file or tag in it, such as <c>Q4_K_M</c>.</summary>
    public string? File { get; init; }

    /// <summary>Whole, as LM Studio wants it: a bare name it takes for one of its own catalogue.</summary>
    [JsonIgnore]
    public string Address => Repository.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? Repository : $"https://huggingface.co/{Repository}";
}

/// <summary>How a local model is recognised as this variant, beside its format and quantization.</summary>
public sealed record MatchRule
{
    /// <summary>Patterns with * over the server's key, name and path, any case; one must match.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Only this publisher's; null takes any.</summary>
    public string? Publisher { get; init; }
}
