namespace LlmObs.Capacity;

/// <summary>What of a GGUF header is kept: numbers, short texts, and short lists of numbers. A truth value is 0 or 1.</summary>
public sealed record GgufMetadata
{
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, double> Numbers { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, IReadOnlyList<double>> Lists { get; init; } = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);

    public string? Architecture => Texts.GetValueOrDefault("general.architecture");

    /// <summary>Of the architecture's own keys, as a whole number; null where it is absent, none, or larger than any model's.</summary>
    public int? Whole(string key) => Numbers.TryGetValue($"{Architecture}.{key}", out var number) ? Whole(number) : null;

    /// <summary>One for each layer, whether the file has one for all or a list; null where it is absent or of another length.</summary>
    public IReadOnlyList<int>? ForEachLayer(string key, int layers)
    {
        if (Whole(key) is { } same)
            return [.. Enumerable.Repeat(same, layers)];
        var each = Lists.GetValueOrDefault($"{Architecture}.{key}")?.Select(Whole).ToList();
        return each is not null && each.Count >= layers && each.TrueForAll(one => one is not null) ? [.. each.Take(layers).Select(one => one!.Value)] : null;
    }

    private static int? Whole(double number) => number is >= 0 and <= int.MaxValue && double.IsInteger(number) ? (int)number : null;
}
