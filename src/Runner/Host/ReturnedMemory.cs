using LlmObs.Hardware;

namespace LlmObs.Runner.Host;

/// <summary>Waits after an unloading until the machine is seen without the model: systems give hundreds of gigabytes back in seconds, not at once.</summary>
/// <param name="witness">Who tells of the machine under test; null where nobody does.</param>
/// <param name="patience">Then it is waited no more.</param>
/// <param name="clock">The one clock.</param>
public sealed class ReturnedMemory(Uri? witness, TimeSpan patience, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly CollectorClient? _witness = witness is null ? null : new CollectorClient(witness);

    /// <summary>What the machine uses when it is no more than enough, or the patience is over; null where nobody tells. Samples from before the call tell nothing.</summary>
    public async Task<long?> AwaitAsync(long enough, CancellationToken cancellationToken)
    {
        var (since, begun) = (clock.GetUtcNow(), clock.GetTimestamp());
        var used = await UsedAsync(since, cancellationToken);
        while (!(used <= enough) && _witness is not null && clock.GetElapsedTime(begun) < patience)
        {
            await Task.Delay(Pause, clock, cancellationToken);
            used = await UsedAsync(since, cancellationToken) ?? used;
        }
        return used;
    }

    /// <summary>By the latest sample taken since then; null when there is none yet, or nobody tells.</summary>
    public async Task<long?> UsedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (_witness is null)
            return null;
        try
        {
            IReadOnlyList<HostSample> samples = await _witness.SamplesAsync(since, clock.GetUtcNow(), cancellationToken);
            return samples.Select(sample => sample.MemoryUsedBytes).LastOrDefault(bytes => bytes is not null);
        }
        catch (CollectorException)
        {
            // that it is gone is said by whoever asks for a run's figures, and by the checks
            return null;
        }
    }

    public void Dispose() => _witness?.Dispose();
}
