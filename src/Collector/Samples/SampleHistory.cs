using LlmObs.Collector.Options;
using LlmObs.Hardware;

namespace LlmObs.Collector.Samples;

/// <summary>The samples of the last hour, in memory: a ring of fixed size, so that watching for a week costs what an hour does.</summary>
internal sealed class SampleHistory(CollectorOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    /// <summary>How many intervals, or seconds if that is longer, a sample may be old and still tell of now. Then the sampler hangs, and a figure would be a lie.</summary>
    private const int IntervalsOfFreshness = 5;

    private readonly HostSample[] _ring = new HostSample[(int)Math.Ceiling(Span / options.Interval)];
    private readonly Lock _lock = new();
    private long _taken;
    private long _takenAt;

    /// <summary>How long the latest sample tells of now.</summary>
    public TimeSpan Freshness { get; } = IntervalsOfFreshness * (options.Interval > TimeSpan.FromSeconds(1) ? options.Interval : TimeSpan.FromSeconds(1));

    /// <summary>The latest sample; null when there is none that tells of now.</summary>
    public HostSample? Latest
    {
        get
        {
            lock (_lock)
                return _taken > 0 && clock.GetElapsedTime(_takenAt) <= Freshness ? _ring[(_taken - 1) % _ring.Length] : null;
        }
    }

    public void Add(HostSample sample)
    {
        lock (_lock)
        {
            _ring[_taken % _ring.Length] = sample;
            _taken++;
            _takenAt = clock.GetTimestamp();
        }
    }

    /// <summary>Every sample kept of that time, both ends included, oldest first.</summary>
    public IReadOnlyList<HostSample> Between(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
            return [.. Kept().Where(sample => sample.At >= from && sample.At <= to)];
    }

    private IEnumerable<HostSample> Kept()
    {
        for (var index = Math.Max(0, _taken - _ring.Length); index < _taken; index++)
            yield return _ring[index % _ring.Length];
    }
}
