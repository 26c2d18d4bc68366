namespace LlmObs.Hardware;

/// <summary>
/// What a machine's memory can give a second, where the processor's name tells. Each token reads all active weights once, so it bounds decode speed.
/// Source: the memory bandwidth in Apple's technical specifications of each chip; of chips sold with two, the larger.
/// </summary>
public static class MemoryBandwidth
{
    private static readonly Dictionary<string, double> GigabytesPerSecond = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Apple M1"] = 68,
        ["Apple M1 Pro"] = 200,
        ["Apple M1 Max"] = 400,
        ["Apple M1 Ultra"] = 800,
        ["Apple M2"] = 100,
        ["Apple M2 Pro"] = 200,
        ["Apple M2 Max"] = 400,
        ["Apple M2 Ultra"] = 800,
        ["Apple M3"] = 100,
        ["Apple M3 Pro"] = 150,
        ["Apple M3 Max"] = 400,
        ["Apple M3 Ultra"] = 819,
        ["Apple M4"] = 120,
        ["Apple M4 Pro"] = 273,
        ["Apple M4 Max"] = 546,
    };

    /// <summary>Null for any other: a graphics card has memory of its own, whose name is not the processor's.</summary>
    public static double? BytesPerSecond(string? processor) =>
        processor is not null && GigabytesPerSecond.TryGetValue(processor.Trim(), out var known) ? known * 1e9 : null;
}
