using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>
/// How fast a graphics processor ran while tokens came: an idle one is always slow, so only samples whose whole interval lies between a request's first and last
/// text count. What the system calls thermal pressure may still say nominal when this has fallen.
/// </summary>
public sealed record GpuFrequency
{
    private const int LeastSamples = 2;

    /// <summary>Of an interval: a sample at the very end may be of the moment after it, for two programs' wall times agree to some milliseconds only.</summary>
    private const int Margin = 10;

    public required string Gpu { get; init; }

    public required double MeanHertz { get; init; }

    /// <summary>Mean of the first measured request with two such samples: the first one warm.</summary>
    public required double FirstHertz { get; init; }

    /// <summary>Mean of the request whose mean was lowest.</summary>
    public required double LowestHertz { get; init; }

    public required int Samples { get; init; }

    /// <summary>Of the processor whose frequency fell furthest; null where no request has two such samples.</summary>
    internal static GpuFrequency? Of(IReadOnlyList<HostSample> samples, IReadOnlyList<RequestSpan> measured, TimeSpan interval) => samples
        .SelectMany(sample => sample.Gpus.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        .Select(gpu => Of(gpu, Reading.Of(samples, sample => sample.Gpus.GetValueOrDefault(gpu)?.FrequencyHertz), measured, interval)).OfType<GpuFrequency>()
        .MinBy(one => one.LowestHertz / one.FirstHertz);

    private static GpuFrequency? Of(string gpu, IReadOnlyList<Reading> readings, IReadOnlyList<RequestSpan> measured, TimeSpan interval)
    {
        var requests = measured.Select(request => request.Decode).OfType<Period>()
            .Select(decode => readings.Where(reading => reading.Value > 0 && reading.At - interval >= decode.From && reading.At <= decode.To - interval / Margin).Select(reading => reading.Value).ToList())
            .Where(inside => inside.Count >= LeastSamples).ToList();
        return requests.Count == 0 ? null : new GpuFrequency
        {
            Gpu = gpu,
            MeanHertz = requests.SelectMany(inside => inside).Average(),
            FirstHertz = requests[0].Average(),
            LowestHertz = requests.Min(inside => inside.Average()),
            Samples = requests.Sum(inside => inside.Count),
        };
    }
}
