namespace LlmObs.Calibrations;

/// <summary>What the instrument is held against: so many streams of so many tokens, a chunk each.</summary>
/// <param name="Streams">At once.</param>
/// <param name="GapSeconds">Between two chunks of one stream; 0 is a firehose: all of them are due at once.</param>
/// <param name="Tokens">Of each stream.</param>
public sealed record CalibrationLoad(int Streams, double GapSeconds, int Tokens)
{
    /// <summary>That each stream makes, one after the other: so few streams give many times to first token.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>All begin in the same moment, as those of a level of parallel requests do; otherwise one after the other, and their chunks do not come together.</summary>
    public bool Together { get; init; }

    public bool IsFirehose => GapSeconds == 0;

    /// <summary>Chunks a second that are due in all streams together; null for a firehose, which knows no time.</summary>
    public double? OfferedPerSecond => IsFirehose ? null : Streams / GapSeconds;
}
