using LlmObs.Results;

namespace LlmObs.Runner.Host;

/// <summary>What the machine did during the runs of one session, as a Collector saw it. Without one every figure is null.</summary>
public sealed class HostWatch(CollectorClient? collector, TimeSpan settling, TimeProvider clock) : IDisposable
{
    /// <summary>Two samples of a Collector at its usual pace: what was unloaded just now is not taken for the machine's own use.</summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromSeconds(2);

    private DateTimeOffset _quietSince = clock.GetUtcNow() - RunMemory.BaselineTime;
    private DateTimeOffset _baselineFrom;
    private DateTimeOffset _began;

    /// <summary>The Simulator watches the machine it simulates, and knows at once what is in its memory.</summary>
    /// <param name="server">The server under test.</param>
    /// <param name="collector">Who watches a machine; null where nobody does. One on this machine knows nothing of a server on another.</param>
    /// <param name="clock">The one clock.</param>
    public static HostWatch Of(ServerIdentity server, Uri? collector, TimeProvider clock)
    {
        if (server.IsSimulated)
            return new HostWatch(new CollectorClient(server.Address), TimeSpan.Zero, clock);
        var seesIt = collector is not null && (server.Address.IsLoopback || !collector.IsLoopback);
        return new HostWatch(seesIt ? new CollectorClient(collector!) : null, Settling, clock);
    }

    /// <summary>Called before a load: returns when the machine has been without our models long enough to know its own use.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var left = _quietSince + settling - clock.GetUtcNow();
        if (collector is not null && left > TimeSpan.Zero)
            await Task.Delay(left, clock, cancellationToken);
        _began = clock.GetUtcNow();
        var earliest = _began - RunMemory.BaselineTime;
        _baselineFrom = _quietSince > earliest ? _quietSince : earliest;
    }

    /// <summary>Called when the model is out of memory again, and nothing is measured. The memory it took, or the reason why that is not known.</summary>
    public async Task<(RunMemory? Memory, string? Problem)> EndAsync(CancellationToken cancellationToken)
    {
        _quietSince = clock.GetUtcNow();
        if (collector is null)
            return (null, null);
        try
        {
            var samples = await collector.SamplesAsync(_baselineFrom, _quietSince, cancellationToken);
            return (RunMemory.Of(samples, _began, $"memory used by the machine, as {collector.Address} saw it"), null);
        }
        catch (CollectorException silent)
        {
            return (null, silent.Message);
        }
    }

    public void Dispose() => collector?.Dispose();
}
