using LlmObs.Plans;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>One call as it goes over the wire.</summary>
public sealed record ChatRequest
{
    /// <summary>The server's name of the model or instance.</summary>
    public required string Model { get; init; }

    public required string Prompt { get; init; }

    public string? SystemPrompt { get; init; }

    public required int MaxTokens { get; init; }

    public required Sampling Sampling { get; init; }

    public int? Seed { get; init; }

    /// <summary>Without a byte from the server.</summary>
    public required TimeSpan IdleLimit { get; init; }

    public required TimeSpan TotalLimit { get; init; }
}
