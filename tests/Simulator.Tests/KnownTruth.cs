namespace LlmObs.Simulator.Tests;

/// <summary>The answer of <c>/truth/{id}</c> as a client reads it.</summary>
internal sealed record KnownTruth
{
    public required string Id { get; init; }

    public required bool Simulated { get; init; }

    public required string Model { get; init; }

    public required long ReceivedTimestamp { get; init; }

    public required long StartedTimestamp { get; init; }

    public required long TimestampFrequency { get; init; }

    public required int PromptTokens { get; init; }

    public required int CachedTokens { get; init; }

    public required int CompletionTokens { get; init; }

    public required int ReasoningTokens { get; init; }

    public required bool IsCold { get; init; }

    public required int Neighbours { get; init; }

    public required double SpeedFactor { get; init; }

    public required double TimeToFirstTokenSeconds { get; init; }

    public required double DecodeTokensPerSecond { get; init; }

    public required string Reasoning { get; init; }

    public required string Content { get; init; }

    public required IReadOnlyList<KnownWrite> Writes { get; init; }

    public IReadOnlyList<KnownWrite> Text => [.. Writes.Where(write => write.What is "answer" or "reasoning")];

    /// <summary>From the start to the first token's write, as it happened.</summary>
    public double TrueTimeToFirstToken => Seconds(Text[0].Timestamp - StartedTimestamp);

    public double TrueDecodeSpeed => (Text.Count - 1) / Seconds(Text[^1].Timestamp - Text[0].Timestamp);

    public double ScheduledDecodeSpeed => (Text.Count - 1) / Seconds(Text[^1].DueTimestamp - Text[0].DueTimestamp);

    /// <summary>How late each write was, sorted.</summary>
    public IReadOnlyList<double> Lateness => [.. Writes.Select(write => Seconds(write.Timestamp - write.DueTimestamp)).Order()];

    public double Seconds(long ticks) => ticks / (double)TimestampFrequency;
}

internal sealed record KnownWrite(long Timestamp, long DueTimestamp, string What, int Bytes, int TextBytes);
