namespace LlmObs.Runner.Downloads;

/// <summary>Whether bytes still come.</summary>
internal sealed class DownloadPulse(DownloadTimes times, TimeProvider clock)
{
    private readonly long _begunAt = clock.GetTimestamp();
    private long _movedAt = clock.GetTimestamp();
    private long? _bytes;

    /// <param name="bytes">As many as there are now; null where nobody tells.</param>
    public bool HasStopped(long? bytes)
    {
        if (bytes is null)
            return clock.GetElapsedTime(_begunAt) >= times.Longest;
        if (_bytes is null || bytes != _bytes)
            (_bytes, _movedAt) = (bytes, clock.GetTimestamp());
        return clock.GetElapsedTime(_movedAt) >= times.Stall;
    }
}
