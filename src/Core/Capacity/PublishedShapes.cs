namespace LlmObs.Capacity;

/// <summary>
/// The shapes of models whose files nobody read, from their publishers' config.json: MiniMaxAI/MiniMax-M2.1 (num_hidden_layers, num_key_value_heads, head_dim) and
/// Qwen/Qwen3-Coder-Next (the same, full_attention_interval, linear_*). A file that is at hand counts more.
/// </summary>
public static class PublishedShapes
{
    private const int QwenLayers = 48;
    private const int QwenInterval = 4;
    private const int QwenConvolution = 4;
    private const int QwenState = 128;
    private const int QwenKeyHeads = 16;
    private const int QwenValueHeads = 32;

    private static readonly Dictionary<string, ModelShape> ByName = new(StringComparer.Ordinal)
    {
        ["minimaxm21"] = new ModelShape
        {
            Architecture = "minimax-m2",
            Layers = [.. Enumerable.Repeat(new LayerShape { KeyWidth = 8 * 128, ValueWidth = 8 * 128 }, 62)],
            MaximumContextTokens = 196_608,
        },
        ["qwen3codernext"] = new ModelShape
        {
            Architecture = "qwen3next",
            Layers = [.. Enumerable.Range(1, QwenLayers).Select(layer => layer % QwenInterval == 0 ? new LayerShape { KeyWidth = 2 * 256, ValueWidth = 2 * 256 } : new LayerShape { StateValues = QwenStateValues })],
            MaximumContextTokens = 262_144,
        },
    };

    private static long QwenStateValues =>
        ((QwenConvolution - 1) * ((QwenValueHeads * QwenState) + (2 * QwenKeyHeads * QwenState))) + (QwenState * QwenValueHeads * QwenState);

    /// <summary>By any of its names, whatever stands around the model's own; null where none is known.</summary>
    public static ModelShape? Find(params IEnumerable<string?> names) => names.OfType<string>()
        .Select(name => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant())
        .SelectMany(name => ByName.Where(known => name.Contains(known.Key, StringComparison.Ordinal)).Select(known => known.Value)).FirstOrDefault();
}
