namespace LlmObs.Runner.Servers;

/// <summary>What a server says it does, for whomever.</summary>
public sealed record ServerActivity
{
    /// <summary>Requests it answers now, and those that wait.</summary>
    public required int UnderWay { get; init; }

    /// <summary>Requests it has finished since it started; null where it does not count them.</summary>
    public long? Finished { get; init; }

    /// <summary>Tokens it has read (those from its cache left out) and written since it started, for requests that are over; null where it does not count them.</summary>
    public long? Tokens { get; init; }
}
