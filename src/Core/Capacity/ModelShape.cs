namespace LlmObs.Capacity;

/// <summary>What a model keeps in memory for each sequence, layer by layer.</summary>
public sealed record ModelShape
{
    /// <summary>llama.cpp's caches come in steps of so many tokens.</summary>
    public const int Step = 256;

    /// <summary>Tokens that llama.cpp reads at once (<c>--ubatch-size</c>): a sliding window has room for them besides its own.</summary>
    private const int TokensAtOnce = 512;

    private const int BytesPerStateValue = 4;
    private const double Most = 1L << 60;

    /// <summary>As the file calls it, such as <c>qwen3next</c>.</summary>
    public required string Architecture { get; init; }

    public required IReadOnlyList<LayerShape> Layers { get; init; }

    /// <summary>It was made for no more; null where nobody says.</summary>
    public int? MaximumContextTokens { get; init; }

    /// <summary>Why it may be less than it seems: then its memory is an upper bound. Null where all is known.</summary>
    public string? UpperBound { get; init; }

    /// <summary>Of keys and values of one token, in the layers that attend to all.</summary>
    public double BytesPerToken(CacheType type) => Layers.Where(layer => layer.Window is null).Sum(layer => Values(layer) * type.BytesPerValue);

    /// <summary>Of one sequence, whatever its context.</summary>
    public long StateBytes => Bytes(Layers.Sum(layer => (double)layer.StateValues) * BytesPerStateValue);

    /// <summary>
    /// Of one sequence: Σ over layers of (keys + values) · bytes · tokens, and the state. A sliding window keeps its own tokens and those read at once
    /// (llama.cpp: <c>llama_kv_cache_iswa</c>). With one kind of layer it is the usual 2 · layers · heads · head size · bytes · tokens.
    /// </summary>
    public long SequenceBytes(int contextTokens, CacheType type) => Bytes(StateBytes + Layers.Sum(layer => Values(layer) * type.BytesPerValue * Cells(layer, contextTokens)));

    private static double Values(LayerShape layer) => (double)layer.KeyWidth + layer.ValueWidth;

    private static long Cells(LayerShape layer, int contextTokens) => Padded(layer.Window is { } window ? Math.Min(contextTokens, (long)window + TokensAtOnce) : contextTokens);

    private static long Padded(long tokens) => (tokens + Step - 1) / Step * Step;

    /// <summary>What a broken file claims stays a number.</summary>
    private static long Bytes(double bytes) => (long)Math.Min(bytes, Most);
}
