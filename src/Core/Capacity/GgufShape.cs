namespace LlmObs.Capacity;

/// <summary>
/// A model's shape from its file's metadata, by llama.cpp's own keys and defaults (gguf.md; <c>llama_hparams</c>): key and value widths are heads · head size,
/// where the head size defaults to embedding ÷ heads; a recurrent layer keeps (kernel − 1) · (inner + 2 · groups · state) + state · inner values.
/// </summary>
public static class GgufShape
{
    private const int MostLayers = 4096;

    /// <summary>Each such layer is the last of a group of so many that attends to all; the others slide. Where the file has no pattern of its own, llama.cpp has it by the architecture's name.</summary>
    private static readonly Dictionary<string, int> Periods = new(StringComparer.Ordinal) { ["gemma2"] = 2, ["gemma3"] = 6, ["gpt-oss"] = 2, ["cohere2"] = 4 };

    /// <summary>Or why there is none, in a sentence.</summary>
    public static (ModelShape? Shape, string? Problem) Of(GgufMetadata metadata)
    {
        if (metadata.Architecture is not { } architecture)
            return (null, "it does not say its architecture (general.architecture)");
        if (metadata.Whole("block_count") is not (> 0 and <= MostLayers and var blocks))
            return (null, $"it does not say its layers ({architecture}.block_count)");
        var layers = blocks - (metadata.Whole("nextn_predict_layers") ?? 0);
        if (layers < 1)
            return (null, $"of its {blocks} layers none is left to think with ({architecture}.nextn_predict_layers)");
        var recurrent = RecurrentLayers.Of(metadata, layers);
        if (recurrent.Contains(true) && RecurrentLayers.StateValues(metadata) is null)
            return (null, $"it has recurrent layers and does not say how large their state is ({architecture}.ssm.state_size)");
        if (Heads(metadata, layers, recurrent) is not { } heads)
            return (null, $"it does not say its heads ({architecture}.attention.head_count_kv)");
        if ((heads.All(count => count == 0) ? (0, 0, 0, 0) : Widths(metadata)) is not { } widths)
            return (null, $"it does not say how large a head is ({architecture}.attention.key_length)");
        if (!recurrent.Contains(true) && heads.All(count => count == 0))
            return (null, $"it keeps neither keys nor a state of a known kind ({architecture})");
        var (windows, unknown) = Windows(metadata, layers);
        return (new ModelShape
        {
            Architecture = architecture,
            Layers = [.. Enumerable.Range(0, layers).Select(layer => new LayerShape
            {
                KeyWidth = (long)heads[layer] * (windows[layer] is null ? widths.Key : widths.SlidingKey),
                ValueWidth = (long)heads[layer] * (windows[layer] is null ? widths.Value : widths.SlidingValue),
                Window = windows[layer],
                StateValues = recurrent[layer] ? RecurrentLayers.StateValues(metadata)!.Value : 0,
            })],
            MaximumContextTokens = metadata.Whole("context_length") is > 0 and var most ? most : null,
            UpperBound = unknown ?? (metadata.Whole("attention.key_length_mla") is > 0 ? "its values are part of its keys, which some servers do not keep twice" : null),
        }, null);
    }

    /// <summary>With keys of their own, layer by layer: 0 where a layer is recurrent, or shares those of one before it.</summary>
    private static IReadOnlyList<int>? Heads(GgufMetadata metadata, int layers, IReadOnlyList<bool> recurrent)
    {
        var own = layers - (metadata.Whole("attention.shared_kv_layers") ?? 0);
        var isBoth = RecurrentLayers.AttendToo(metadata);
        var heads = metadata.ForEachLayer("attention.head_count_kv", layers) ?? metadata.ForEachLayer("attention.head_count", layers)
            ?? (!isBoth && !recurrent.Contains(false) ? new int[layers] : null);
        return heads is null ? null : [.. heads.Select((count, layer) => layer < own && (isBoth || !recurrent[layer]) ? count : 0)];
    }

    private static (int Key, int Value, int SlidingKey, int SlidingValue)? Widths(GgufMetadata metadata)
    {
        var usual = metadata.Whole("embedding_length") / (metadata.Whole("attention.head_count") is > 0 and var heads ? heads : null);
        return (metadata.Whole("attention.key_length") ?? usual, metadata.Whole("attention.value_length") ?? usual) is ({ } key, { } value)
            ? (key, value, metadata.Whole("attention.key_length_swa") ?? key, metadata.Whole("attention.value_length_swa") ?? value)
            : null;
    }

    /// <summary>Layer by layer, and why they may be more: a window without a pattern is not guessed at.</summary>
    private static (IReadOnlyList<int?> Windows, string? Unknown) Windows(GgufMetadata metadata, int layers)
    {
        int?[] none = new int?[layers];
        if (metadata.Whole("attention.sliding_window") is not (> 0 and var window))
            return (none, null);
        if (metadata.Lists.ContainsKey($"{metadata.Architecture}.attention.sliding_window_pattern") && metadata.ForEachLayer("attention.sliding_window_pattern", layers) is { } each)
            return ([.. each.Select(slides => slides != 0 ? window : (int?)null)], null);
        var period = metadata.Whole("attention.sliding_window_pattern") ?? (Periods.TryGetValue(metadata.Architecture!, out var known) ? known : null);
        return period is > 0 and var every
            ? ([.. Enumerable.Range(0, layers).Select(layer => layer % every < every - 1 ? window : (int?)null)], null)
            : (none, $"some of its layers may look back only {window} tokens, and the file does not say which");
    }
}
