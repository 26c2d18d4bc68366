using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Checks;

/// <summary>Looks after a model was unloaded whether its memory really came back: else the next run's own use is counted too low.</summary>
/// <param name="witness">Who tells of the machine under test; null where nobody does.</param>
/// <param name="patience">Systems give hundreds of gigabytes back in seconds, not at once.</param>
/// <param name="clock">The one clock.</param>
internal sealed class AfterUnload(Uri? witness, TimeSpan patience, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly CollectorClient? _witness = witness is null ? null : new CollectorClient(witness);

    /// <summary>What the machine uses when it came back or the patience is over; null where nobody tells. The notice is null when it came back.</summary>
    /// <param name="run">What the load took.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<(long? UsedBytes, string? Notice)> AwaitAsync(RunMemory run, CancellationToken cancellationToken)
    {
        var (since, begun) = (clock.GetUtcNow(), clock.GetTimestamp());
        var used = await UsedAsync(since, cancellationToken);
        while (!(used <= run.ReturnedBelowBytes) && _witness is not null && clock.GetElapsedTime(begun) < patience)
        {
            await Task.Delay(Pause, clock, cancellationToken);
            used = await UsedAsync(since, cancellationToken) ?? used;
        }
        return (used, used > run.ReturnedBelowBytes ? Notice(used.Value - run.BaselineBytes) : null);
    }

    public void Dispose() => _witness?.Dispose();

    /// <summary>A sample taken after the unloading; null when there is none yet.</summary>
    private async Task<long?> UsedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (_witness is null)
            return null;
        try
        {
            var samples = await _witness.SamplesAsync(since, clock.GetUtcNow(), cancellationToken);
            return samples.Select(sample => sample.MemoryUsedBytes).LastOrDefault(bytes => bytes is not null);
        }
        catch (CollectorException)
        {
            // that it is gone was said when the run's memory was asked for
            return null;
        }
    }

    private string Notice(long left) =>
        $"the model is unloaded, and {Duration.ToText(patience)} later the machine still uses {new DataSize(left).ToBinaryString()} more than before it was loaded. "
        + "The next run counts that as the machine's own. Restart the server, or look what else took it.";
}
