using System.Threading.Tasks.Sources;

namespace LlmObs.Simulator.Streams;

/// <summary>One stream's place in the <see cref="Pacer"/>'s queue, used again for each of its writes.</summary>
internal sealed class PacedTurn : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    public ValueTask Task => new(this, _core.Version);

    public void Reset() => _core.Reset();

    public void Come() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
