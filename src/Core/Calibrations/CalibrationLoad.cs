namespace LlmObs.Calibrations;

/// <summary>What the instrument is held against: so many streams of so many tokens, a chunk each.</summary>
/// <param name="Streams">At once, their chunks staggered.</param>
/// <param name="GapSeconds">Between two chunks of one stream; 0 is a firehose: all of them are due at once.</param>
/// <param name="Tokens">Of each stream.</param>
public sealed record CalibrationLoad(int Streams, double GapSeconds, int Tokens)
{
    public bool IsFirehose => GapSeconds == 0;

    /// <summary>Chunks a second that are due in all streams together; null for a firehose, which knows no time.</summary>
    public double? OfferedPerSecond => IsFirehose ? null : Streams / GapSeconds;
}
