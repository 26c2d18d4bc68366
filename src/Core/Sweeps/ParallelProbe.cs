namespace LlmObs.Sweeps;

/// <summary>What a request of the parallel sweep belongs to.</summary>
public sealed record ParallelProbe
{
    /// <summary>How many requests are under way at once.</summary>
    public required int Streams { get; init; }

    /// <summary>Of the level, from 1: one that was cut short is measured again whole, for a part of it says nothing about so many at once.</summary>
    public required int Attempt { get; init; }

    /// <summary>From 0, within the attempt.</summary>
    public required int Index { get; init; }

    /// <summary>In the attempt.</summary>
    public required int Requests { get; init; }
}
