namespace LlmObs.Plans;

/// <summary>Randomness that is the same for the same words on every machine and version: SplitMix64 (Steele, Lea, Flood, 2014).</summary>
internal sealed class Draws(string words)
{
    private ulong _state = Convert.ToUInt64(RunMatrix.Digest(words), 16);

    /// <summary>From 0, below the bound.</summary>
    public int Next(int bound) => (int)(Mixed() % (ulong)bound);

    /// <summary>Above 0, up to 1: of its 53 bits each value is equally likely.</summary>
    public double NextShare() => ((Mixed() >> 11) + 1) / (double)(1L << 53);

    public string One(IReadOnlyList<string> choices) => choices[Next(choices.Count)];

    private ulong Mixed()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
