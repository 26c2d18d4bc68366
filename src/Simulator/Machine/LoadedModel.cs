namespace LlmObs.Simulator.Machine;

/// <summary>A simulated model in simulated memory.</summary>
public sealed class LoadedModel : IDisposable
{
    private readonly PromptCache _prompts = new();
    private int _requests;
    private int _active;
    private long _usedAt;

    public required SimulatedModel Model { get; init; }

    /// <summary>What chat requests name.</summary>
    public required string Id { get; init; }

    public required int ContextTokens { get; init; }

    /// <summary>What was asked for: the same, but where the context is clamped in silence.</summary>
    public required int AskedContextTokens { get; init; }

    /// <summary>How often the model had been loaded, this load included.</summary>
    public required int LoadNumber { get; init; }

    /// <summary>What this load's speed is multiplied with: 1 without load variance.</summary>
    public required double SpeedFactor { get; init; }

    public required int ParallelSlots { get; init; }

    public bool FlashAttention { get; init; } = true;

    public int EvalBatchSize { get; init; } = 512;

    public bool OffloadsCache { get; init; } = true;

    public TimeSpan LoadTime { get; init; }

    public long MemoryBytes => Model.MemoryBytes(ContextTokens);

    /// <summary>Requests wait here when all slots are taken.</summary>
    public required SemaphoreSlim Slots { get; init; }

    /// <summary>Whether this is the first request since loading: it is slower.</summary>
    public bool TakesColdStart() => Interlocked.Increment(ref _requests) == 1;

    /// <summary>How many tokens of this prompt need no prefill, since a prompt before began with them; nobody is told.</summary>
    public int TakeCached(string prompt, Func<string, int> countTokens) => countTokens(_prompts.TakePrefix(prompt));

    /// <summary>When it was loaded; later when its last answer ended.</summary>
    public long UsedAt
    {
        get => Volatile.Read(ref _usedAt);
        set => Volatile.Write(ref _usedAt, value);
    }

    /// <summary>Zero while it answers.</summary>
    public TimeSpan IdleFor(TimeProvider clock) => Volatile.Read(ref _active) > 0 ? TimeSpan.Zero : clock.GetElapsedTime(UsedAt);

    /// <summary>How many requests are being answered, this one included.</summary>
    public int Enter() => Interlocked.Increment(ref _active);

    public void Leave(TimeProvider clock)
    {
        UsedAt = clock.GetTimestamp();
        Interlocked.Decrement(ref _active);
    }

    public void Dispose() => Slots.Dispose();
}
