using LlmObs.Hardware;

namespace LlmObs.Runner.Host;

/// <summary>
/// Fetches the samples of one run. A Collector keeps an hour, so a longer run is fetched in parts, and only while nobody measures. What it did not give is missing
/// and is said to be: <see cref="Conditions.WatchedTime"/>.
/// </summary>
internal sealed class RunSamples(CollectorClient collector, TimeProvider clock, DateTimeOffset from, TimeSpan fetchEvery)
{
    /// <summary>At the Collector's usual pace: often enough for the hour that is kept, seldom enough to disturb nobody.</summary>
    public static TimeSpan Pace { get; } = TimeSpan.FromMinutes(20);

    private readonly List<HostSample> _samples = [];
    private DateTimeOffset _from = from;
    private long _fetchedAt = clock.GetTimestamp();

    /// <summary>Why the last part is missing; null when it is not.</summary>
    public string? Problem { get; private set; }

    public bool IsDue => clock.GetElapsedTime(_fetchedAt) >= fetchEvery;

    /// <summary>All so far, in the order of their time.</summary>
    public IReadOnlyList<HostSample> All => [.. _samples.OrderBy(sample => sample.At)];

    /// <summary>Takes what was added since the last time. A Collector that is silent now may have it next time.</summary>
    public async Task FetchAsync(CancellationToken cancellationToken)
    {
        _fetchedAt = clock.GetTimestamp();
        var to = clock.GetUtcNow();
        if (to < _from)
        {
            Problem = $"This machine's clock was set back by {(_from - to).TotalSeconds:0} s during the run: the samples of that time cannot be told apart.";
            return;
        }
        try
        {
            var added = await collector.SamplesAsync(_from, to, cancellationToken);
            _samples.AddRange(added.Where(sample => _samples.Count == 0 || sample.At > _samples[^1].At));
            _from = to;
            Problem = null;
        }
        catch (CollectorException silent)
        {
            Problem = silent.Message;
        }
    }
}
