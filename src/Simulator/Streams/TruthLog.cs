using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Streams;

/// <summary>The truths of the last responses: so many of them, and so many writes in all.</summary>
public sealed class TruthLog(SimulatorOptions options)
{
    private const int MostWrites = 1_000_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Truth> _truths = new(StringComparer.Ordinal);
    private readonly Queue<Truth> _order = new();
    private int _writes;

    public Truth? Find(string id)
    {
        lock (_gate)
            return _truths.GetValueOrDefault(id);
    }

    public void Add(Truth truth)
    {
        lock (_gate)
        {
            _truths[truth.Id] = truth;
            _order.Enqueue(truth);
            _writes += truth.ScheduledWrites;
            while (_order.Count > options.RememberedResponses || (_writes > MostWrites && _order.Count > 1))
                Forget(_order.Dequeue());
        }
    }

    private void Forget(Truth truth)
    {
        _writes -= truth.ScheduledWrites;
        _truths.Remove(truth.Id);
    }
}
