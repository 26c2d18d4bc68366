namespace LlmObs.Simulator.Streams;

/// <summary>Tokens of all answers that are over, since the start.</summary>
internal sealed class TokenTotals
{
    private long _prompt;
    private long _cached;
    private long _generated;

    /// <summary>Read anew: what the cache held is left out.</summary>
    public long Prompt => Interlocked.Read(ref _prompt);

    public long Cached => Interlocked.Read(ref _cached);

    public long Generated => Interlocked.Read(ref _generated);

    public void Add(Generation generation)
    {
        Interlocked.Add(ref _prompt, generation.Load.PromptTokens - generation.Load.CachedTokens);
        Interlocked.Add(ref _cached, generation.Load.CachedTokens);
        Interlocked.Add(ref _generated, generation.Answer.TokenCount);
    }
}
