namespace LlmObs.Capacity;

/// <summary>Which layers of a model keep a state instead of keys and values, and how large it is, as llama.cpp reads it from the file.</summary>
internal static class RecurrentLayers
{
    private const int UsualInterval = 4;

    /// <summary>llama.cpp takes four of them where the file of one of these does not say.</summary>
    private static readonly string[] WithInterval = ["qwen3next", "qwen35", "qwen35moe"];

    /// <summary>Whose every layer has both.</summary>
    private static readonly string[] Both = ["falcon-h1"];

    public static bool AttendToo(GgufMetadata metadata) => Both.Contains(metadata.Architecture, StringComparer.Ordinal);

    /// <summary>Layer by layer: a list of its own, every layer but each nth, or those without heads for keys.</summary>
    public static IReadOnlyList<bool> Of(GgufMetadata metadata, int layers)
    {
        if (metadata.Lists.ContainsKey($"{metadata.Architecture}.attention.recurrent_layers") && metadata.ForEachLayer("attention.recurrent_layers", layers) is { } named)
            return [.. named.Select(one => one != 0)];
        var interval = metadata.Whole("full_attention_interval") ?? (WithInterval.Contains(metadata.Architecture, StringComparer.Ordinal) ? UsualInterval : null);
        if (interval is > 0 and var every)
            return [.. Enumerable.Range(1, layers).Select(layer => layer % every != 0)];
        if (StateValues(metadata) is null)
            return new bool[layers];
        var heads = metadata.ForEachLayer("attention.head_count_kv", layers);
        var isFeedForward = metadata.Lists.ContainsKey($"{metadata.Architecture}.feed_forward_length") ? metadata.ForEachLayer("feed_forward_length", layers) : null;
        return [.. Enumerable.Range(0, layers).Select(layer => AttendToo(metadata) || (heads is null || heads[layer] == 0) && isFeedForward?[layer] is null or 0)];
    }

    /// <summary>Of one layer and one sequence; null where the file has no such state.</summary>
    public static long? StateValues(GgufMetadata metadata)
    {
        if (metadata.Whole("shortconv.l_cache") is > 0 and var cache && metadata.Whole("embedding_length") is { } width)
            return (long)width * (cache - 1);
        if ((metadata.Whole("ssm.inner_size"), metadata.Whole("ssm.state_size")) is not ({ } inner, { } state))
            return null;
        var convolution = Math.Max(0, (metadata.Whole("ssm.conv_kernel") ?? 0) - 1);
        return (long)Math.Min((convolution * (inner + (2.0 * (metadata.Whole("ssm.group_count") ?? 0) * state))) + ((double)state * inner), long.MaxValue / 2);
    }
}
