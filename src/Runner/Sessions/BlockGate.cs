using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Sessions;

/// <summary>Before each block but a session's very first, whose beginning is what the others are held against, it lets the machine cool down.</summary>
internal sealed class BlockGate(HostWatch host, Gate gate, TimeProvider clock, ISessionWatcher watcher)
{
    private bool _isFirst = host.Idle.Samples == 0;
    private bool _hasSaid;

    public async Task WaitAsync(Block block, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        host.Waited(null);
        var isFirst = _isFirst;
        _isFirst = false;
        if (isFirst || gate.Limit <= TimeSpan.Zero)
            return;
        if (!GateCheck.KnowsHeat(host.Idle))
            SayOnce("Nobody tells this machine's temperature: blocks follow one another without waiting for it to cool down.");
        if (GateCheck.Knows(host.Idle) && await new CoolDown(host, clock).WaitAsync(gate.Limit, gate.AboveIdle, until, (waitsFor, left) => watcher.On(new SessionEvent.CoolingDown(block, waitsFor, left)), cancellationToken) is { } wait)
            Passed(block, wait);
    }

    private void Passed(Block block, GateWait wait)
    {
        host.Waited(wait);
        watcher.On(new SessionEvent.CooledDown(block, wait));
    }

    private void SayOnce(string text)
    {
        if (!_hasSaid)
            watcher.On(new SessionEvent.Noticed(text));
        _hasSaid = true;
    }
}
