namespace LlmObs.Simulator.Machine;

/// <summary>A simulated model in simulated memory.</summary>
public sealed class LoadedModel(SimulatedModel model, string id, int contextTokens, double speedFactor, int slots) : IDisposable
{
    private int _requests;
    private int _active;
    private string? _lastPrompt;

    public SimulatedModel Model => model;

    /// <summary>What chat requests name.</summary>
    public string Id => id;

    public int ContextTokens => contextTokens;

    /// <summary>What this load's speed is multiplied with: 1 without load variance.</summary>
    public double SpeedFactor => speedFactor;

    public int ParallelSlots => slots;

    public bool FlashAttention { get; init; } = true;

    /// <summary>Requests wait here when all slots are taken.</summary>
    public SemaphoreSlim Slots { get; } = new(slots);

    /// <summary>Whether this is the first request since loading: it is slower.</summary>
    public bool TakesColdStart() => Interlocked.Increment(ref _requests) == 1;

    /// <summary>Whether the very same prompt came just before: its prefill is skipped, and nobody is told.</summary>
    public bool IsInPromptCache(string prompt) => Interlocked.Exchange(ref _lastPrompt, prompt) == prompt;

    public int Enter() => Interlocked.Increment(ref _active);

    public void Leave() => Interlocked.Decrement(ref _active);

    public void Dispose() => Slots.Dispose();
}
