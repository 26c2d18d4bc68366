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
    private readonly ReturnedMemory _memory = new(witness, patience, clock);

    /// <summary>What the machine uses when it came back or the patience is over; null where nobody tells. The notice is null when it came back.</summary>
    /// <param name="run">What the load took.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<(long? UsedBytes, string? Notice)> AwaitAsync(RunMemory run, CancellationToken cancellationToken)
    {
        var used = await _memory.AwaitAsync(run.ReturnedBelowBytes, cancellationToken);
        return (used, used > run.ReturnedBelowBytes ? Notice(used.Value - run.BaselineBytes) : null);
    }

    public void Dispose() => _memory.Dispose();

    private string Notice(long left) =>
        $"the model is unloaded, and {Duration.ToText(patience)} later the machine still uses {new DataSize(left).ToBinaryString()} more than before it was loaded. "
        + "The next run counts that as the machine's own. Restart the server, or look what else took it.";
}
