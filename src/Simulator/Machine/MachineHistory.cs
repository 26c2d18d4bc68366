using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Machine;

/// <summary>
/// What the simulated machine did: every change is kept for an hour, and between two changes all follows by formula. Its samples are one each 250 ms and one on
/// either side of every change, so that what is reckoned from them can be held against the truth.
/// </summary>
public sealed class MachineHistory
{
    public const long TotalBytes = 512L << 30;

    /// <summary>An operating system and what a person has open.</summary>
    public const long OwnBytes = 12L << 30;

    /// <summary>What a load pushes out to swap, and what each request reads back of it, where the machine swaps.</summary>
    public const long SwapBytes = 1L << 30;

    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly Lock _changing = new();
    private readonly List<MachineMoment> _changes;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly Heat _heat;

    public MachineHistory(SimulatorOptions options, TimeProvider clock)
    {
        (_options, _clock, _heat) = (options, clock, new Heat(options));
        _changes = [new MachineMoment { At = clock.GetUtcNow() - Kept, Celsius = Heat.IdleCelsius }];
    }

    public Heat Heat => _heat;

    public MachineMoment Now
    {
        get
        {
            lock (_changing)
                return At(_clock.GetUtcNow());
        }
    }

    /// <summary>A load begins, one at a time: from the disk at an even pace, or from the page cache without any reading.</summary>
    public void BeginLoad(long diskBytes, TimeSpan time) => Change(now => now with { IsLoading = true, DiskBytesPerSecond = diskBytes / time.TotalSeconds, DiskReadEnd = now.DiskReadBytes + diskBytes });

    /// <summary>It has read all, however the timers ran, or was given up.</summary>
    public void EndLoad(bool isComplete) => Change(now => now with { IsLoading = false, DiskBytesPerSecond = 0, DiskReadBytes = isComplete ? now.DiskReadEnd : now.DiskReadBytes });

    public void Take(long bytes) => Change(now => now with { UsedBytes = now.UsedBytes + bytes, SwapUsedBytes = now.SwapUsedBytes + (_options.Swaps ? SwapBytes : 0) });

    public void Free(long bytes) => Change(now => now with { UsedBytes = now.UsedBytes - bytes });

    public void BeginAnswer(double watts) => Change(now => now with { Answering = [.. now.Answering, watts], SwappedInBytes = now.SwappedInBytes + (_options.Swaps ? SwapBytes : 0) });

    public void EndAnswer(double watts) => Change(now =>
    {
        var left = now.Answering.ToList();
        left.Remove(watts);
        return now with { Answering = left };
    });

    /// <summary>The samples of that time, both ends included, oldest first.</summary>
    public IReadOnlyList<MachineMoment> Between(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_changing)
        {
            var changes = _changes.Where(change => change.At > from && change.At < to).ToList();
            var moments = Grid(from, to).Concat(changes.SelectMany(change => new[] { change.At.AddTicks(-1), change.At })).Append(from).Append(to);
            return [.. moments.Where(moment => moment >= from).Distinct().Order().Select(At)];
        }
    }

    private static IEnumerable<DateTimeOffset> Grid(DateTimeOffset from, DateTimeOffset to)
    {
        for (var moment = new DateTimeOffset(from.Ticks - from.Ticks % Interval.Ticks + Interval.Ticks, from.Offset); moment < to; moment += Interval)
            yield return moment;
    }

    private MachineMoment At(DateTimeOffset moment)
    {
        var change = _changes.FindLast(change => change.At <= moment) ?? _changes[0];
        return change.Until(moment, _heat);
    }

    private void Change(Func<MachineMoment, MachineMoment> change)
    {
        lock (_changing)
        {
            // a clock that was set back must not put a change before one that came earlier
            var now = _clock.GetUtcNow() > _changes[^1].At ? _clock.GetUtcNow() : _changes[^1].At;
            _changes.Add(change(At(now)));
            while (_changes.Count > 1 && _changes[1].At < now - Kept)
                _changes.RemoveAt(0);
        }
    }
}
