using LlmObs.Simulator.Answers;
using LlmObs.Simulator.Machine;

namespace LlmObs.Simulator.Streams;

/// <summary>A request with its slot: who answers, what, and when. Nothing about it changes any more.</summary>
internal sealed record Generation
{
    public required string Id { get; init; }

    public required LoadedModel Loaded { get; init; }

    public required Answer Answer { get; init; }

    public required Timing Timing { get; init; }

    public required Load Load { get; init; }

    public required long ReceivedTimestamp { get; init; }

    public required long StartedTimestamp { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When this request had to load its model first.</summary>
    public TimeSpan? ModelLoadTime { get; init; }

    /// <summary>It waited so long for a free slot.</summary>
    public required TimeSpan QueueTime { get; init; }

    public SimulatedModel Model => Loaded.Model;

    public TimeSpan DecodeTime => Timing.Decode(Answer.TokenCount);

    /// <summary>When the last token is due, or when the first would have been.</summary>
    public TimeSpan End => Timing.FirstToken + DecodeTime;

    /// <summary>As LM Studio counts it: all tokens by the time after the first; 0 where there is no such time.</summary>
    public double ReportedTokensPerSecond => DecodeTime > TimeSpan.Zero ? Answer.TokenCount / DecodeTime.TotalSeconds : 0;

    public Truth NewTruth(StreamSchedule schedule, long frequency) => new(schedule.Writes.Count)
    {
        Id = Id,
        Model = Loaded.Id,
        ReceivedTimestamp = ReceivedTimestamp,
        StartedTimestamp = StartedTimestamp,
        TimestampFrequency = frequency,
        PromptTokens = Load.PromptTokens,
        CachedTokens = Load.CachedTokens,
        CompletionTokens = Answer.TokenCount,
        ReasoningTokens = Answer.ReasoningTokens.Count,
        IsCold = Load.IsCold,
        Neighbours = Load.Neighbours,
        LoadNumber = Loaded.LoadNumber,
        SpeedFactor = Loaded.SpeedFactor,
        TimeToFirstTokenSeconds = Timing.FirstToken.TotalSeconds,
        DecodeTokensPerSecond = Timing.TokensPerSecond,
        Reasoning = Answer.Reasoning,
        Content = Answer.Content,
    };
}
