namespace LlmObs.Measurements;

/// <summary>How many requests were under way at once.</summary>
public static class InFlight
{
    /// <summary>The most at any moment; one that ends in the moment another is sent is not under way with it.</summary>
    /// <param name="requests">Those that were sent.</param>
    /// <param name="resolution">Seconds of one tick of the monotonic clock.</param>
    public static int Most(IEnumerable<RequestTimeline> requests, double resolution)
    {
        var (most, now) = (0, 0);
        foreach (var (_, by) in requests.SelectMany(request => new[] { (At: request.SentTimestamp * resolution, By: 1), (At: request.SentTimestamp * resolution + request.EndAt.TotalSeconds, By: -1) }).OrderBy(change => change))
            most = Math.Max(most, now += by);
        return most;
    }
}
