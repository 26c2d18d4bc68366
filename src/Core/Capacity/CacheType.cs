namespace LlmObs.Capacity;

/// <summary>How keys and values of the attention are kept. A block of q8_0 is 32 values in 8 bits and one scale in 16 (ggml: block_q8_0).</summary>
/// <param name="Name">As llama.cpp's <c>--cache-type-k</c> has it.</param>
/// <param name="BytesPerValue">On average.</param>
public sealed record CacheType(string Name, double BytesPerValue)
{
    public static CacheType F16 { get; } = new("f16", 2);

    public static CacheType Q8 { get; } = new("q8_0", 34.0 / 32);

    public static IReadOnlyList<CacheType> All { get; } = [F16, Q8];
}
