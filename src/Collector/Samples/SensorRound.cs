using LlmObs.Hardware;

namespace LlmObs.Collector.Samples;

/// <summary>
/// The sensors one after the other, on a thread that may be left behind: a device that does not answer stops it, and nothing else.
/// One thread for all, since one for each sensor would cost more than the reading.
/// </summary>
internal sealed class SensorRound(HostSample begun, Func<HostSample, int, HostSample> read, bool[] isAway)
{
    private const int NotBegun = -1;

    private readonly Lock _lock = new();
    private HostSample _sample = begun;
    private int _at = NotBegun;
    private bool _isLeftBehind;

    /// <summary>Reads them all from <paramref name="first"/> on. Returns what was read, and which one did not return within its time; null where all did.</summary>
    public (HostSample Sample, int? Left) Run(int first, TimeSpan patience, TaskScheduler threads)
    {
        var reading = Task.Factory.StartNew(() => Read(first), CancellationToken.None, TaskCreationOptions.DenyChildAttach, threads);
        for (var stoodAt = NotBegun; !reading.Wait(patience); stoodAt = Volatile.Read(ref _at))
        {
            if (Leave(stoodAt))
                return (_sample, stoodAt);
        }
        return (_sample, null);
    }

    private void Read(int first)
    {
        Volatile.Write(ref _at, first);
        while (_at < isAway.Length)
        {
            var next = Volatile.Read(ref isAway[_at]) ? _sample : read(_sample, _at);
            lock (_lock)
            {
                if (_isLeftBehind)
                {
                    Volatile.Write(ref isAway[_at], false);
                    return;
                }
                _sample = next;
                Volatile.Write(ref _at, _at + 1);
            }
        }
    }

    /// <summary>False where it went on meanwhile, and where a machine short of threads has asked nobody yet. What it still reads is not of this moment and is dropped.</summary>
    private bool Leave(int stoodAt)
    {
        lock (_lock)
        {
            _isLeftBehind = stoodAt != NotBegun && _at == stoodAt && stoodAt < isAway.Length;
            if (_isLeftBehind)
                Volatile.Write(ref isAway[stoodAt], true);
            return _isLeftBehind;
        }
    }
}
