using LlmObs.Plans;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Sessions;

/// <summary>
/// After a model left from before was unloaded: waits until the machine is seen without it, so that neither the checks nor the first run's own use count it.
/// </summary>
/// <param name="witness">Who tells of the machine under test; null where nobody does.</param>
/// <param name="patience">Then it is waited no more, and the checks say what is amiss.</param>
/// <param name="clock">The one clock.</param>
internal sealed class ClearedMemory(Uri? witness, TimeSpan patience, TimeProvider clock)
{
    /// <summary>Less is no reason to look for it: a server keeps buffers, and of a mapped file only what was read was in memory.</summary>
    private const double ReturnedShare = 0.5;
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    /// <summary>Asked before the unloading; null where nobody tells.</summary>
    public async Task<long?> UsedAsync(CancellationToken cancellationToken)
    {
        using var memory = Memory();
        return await memory.UsedAsync(clock.GetUtcNow() - Recent, cancellationToken);
    }

    /// <summary>Returns when the memory is back, or the patience is over.</summary>
    /// <param name="usedBefore">With the models in memory; null where that is not known.</param>
    /// <param name="models">The size of what was unloaded, as far as it is known.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task AwaitAsync(long? usedBefore, DataSize models, CancellationToken cancellationToken)
    {
        using var memory = Memory();
        await memory.AwaitAsync(usedBefore - (long)(models.Bytes * ReturnedShare) ?? long.MaxValue, cancellationToken);
    }

    private ReturnedMemory Memory() => new(witness, patience, clock);
}
