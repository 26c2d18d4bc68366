using LlmObs.Measurements;

namespace LlmObs.Sweeps;

/// <summary>
/// The time in which c requests really were under way: from the moment the c-th was sent until, for the last time, one of c ended; what is before is ramp-up,
/// what is after ramp-down. Throughput is X = C / T, completions over the time observed (Lazowska et al., Quantitative System Performance, 1984, chapter 3),
/// with C the tokens of completed requests whose text was read within it: each request's completion tokens by its share of text bytes.
/// Rejected: all tokens over all the time, which charges the last stragglers to the level; the sum of the streams' decode speeds, which forgets prefill and waiting.
/// </summary>
/// <param name="From">Seconds, on the clock of <see cref="RequestTimeline.SentTimestamp"/>.</param>
/// <param name="To">The same.</param>
public sealed record StreamWindow(double From, double To)
{
    public double Seconds => To - From;

    /// <summary>Null where so many were never under way at once.</summary>
    /// <param name="streams">c.</param>
    /// <param name="requests">All of the level, failed ones too: they were under way.</param>
    /// <param name="resolution">Seconds of one tick of the monotonic clock.</param>
    public static StreamWindow? Of(int streams, IReadOnlyList<RequestTimeline> requests, double resolution)
    {
        var changes = requests.SelectMany(request => new[] { (At: Sent(request, resolution), By: 1), (At: Sent(request, resolution) + request.EndAt.TotalSeconds, By: -1) }).OrderBy(change => change.At);
        double? from = null;
        double? to = null;
        var underWay = 0;
        foreach (var (at, by) in changes)
        {
            if (by < 0 && underWay == streams)
                to = at;
            underWay += by;
            if (underWay == streams)
                from ??= at;
        }
        return from is { } begin && to > begin ? new StreamWindow(begin, to.Value) : null;
    }

    /// <summary>Tokens of completed requests within the window over its length; null where one of them has no count.</summary>
    public double? TokensPerSecond(IEnumerable<RequestTimeline> completed, double resolution)
    {
        double tokens = 0;
        foreach (var request in completed)
        {
            if ((request.Usage?.CompletionTokens ?? request.Timings?.GeneratedTokens) is not { } count)
                return null;
            tokens += count * ShareWithin(request, resolution);
        }
        return tokens / Seconds;
    }

    private double ShareWithin(RequestTimeline request, double resolution)
    {
        var sent = Sent(request, resolution);
        double all = request.Events.Sum(seen => seen.TextBytes);
        return all == 0 ? 0 : request.Events.Where(seen => sent + seen.At.TotalSeconds is var at && at > From && at <= To).Sum(seen => seen.TextBytes) / all;
    }

    private static double Sent(RequestTimeline request, double resolution) => request.SentTimestamp * resolution;
}
