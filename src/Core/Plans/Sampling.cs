namespace LlmObs.Plans;

/// <summary>How the server picks tokens; null leaves a setting out of the request.</summary>
public sealed record Sampling
{
    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? TopK { get; init; }

    public double? MinP { get; init; }

    public double? RepeatPenalty { get; init; }

    public static Sampling Greedy { get; } = new() { Temperature = 0 };
}
