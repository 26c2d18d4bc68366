using LlmObs.Hardware;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Cli.Doctor;

/// <summary>Waits for some samples of a Collector.</summary>
internal static class SampleWait
{
    public const int Wanted = 10;

    /// <summary>A Collector that loses that many gives those that came.</summary>
    private const int MostIntervals = 2 * Wanted;

    /// <summary>The first ten from now on, or fewer.</summary>
    /// <exception cref="CollectorException">It is gone.</exception>
    public static async Task<IReadOnlyList<HostSample>> TakeAsync(Uri collector, TimeSpan interval, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var client = new CollectorClient(collector);
        var (since, begun) = (clock.GetUtcNow(), clock.GetTimestamp());
        IReadOnlyList<HostSample> samples = [];
        while (samples.Count < Wanted && clock.GetElapsedTime(begun) < MostIntervals * interval)
        {
            await Task.Delay(interval, clock, cancellationToken);
            samples = await client.SamplesAsync(since, clock.GetUtcNow(), cancellationToken);
        }
        return [.. samples.Take(Wanted)];
    }
}
