using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Streams;

/// <summary>When the tokens of one answer are due, counted from when the request has its slot: by the model's figures alone, time scale included.</summary>
internal sealed record Timing
{
    /// <summary>The first request after a load decodes at this share of its speed, and waits <see cref="SimulatedModel.ColdDelay"/> longer.</summary>
    private const double ColdSpeed = 0.7;
    private const double TokensOfContextCost = 100_000;

    public required TimeSpan FirstToken { get; init; }

    public required double TokensPerSecond { get; init; }

    public static Timing Of(LoadedModel loaded, Load load, SimulatorOptions options)
    {
        var model = loaded.Model;
        var reading = 1 + options.ContextCost * load.PromptTokens / TokensOfContextCost;
        var crowding = 1 + options.NeighbourCost * (load.Neighbours - 1);
        var prefill = TimeSpan.FromSeconds((load.PromptTokens - load.CachedTokens) / (model.PrefillTokensPerSecond * loaded.SpeedFactor) * reading);
        var first = model.FixedDelay + prefill + (load.IsCold ? model.ColdDelay : TimeSpan.Zero);
        return new Timing
        {
            FirstToken = first / options.TimeScale,
            TokensPerSecond = model.DecodeTokensPerSecond * loaded.SpeedFactor * (load.IsCold ? ColdSpeed : 1) * (load.IsThrottled ? Heat.ThrottledShare : 1) / crowding / reading * options.TimeScale,
        };
    }

    /// <summary>The first token is 0.</summary>
    public TimeSpan Due(int token) => FirstToken + TimeSpan.FromSeconds(token / TokensPerSecond);

    /// <summary>First to last token.</summary>
    public TimeSpan Decode(int tokens) => tokens < 2 ? TimeSpan.Zero : Due(tokens - 1) - FirstToken;
}

/// <summary>What one request asks of the machine.</summary>
internal readonly record struct Load
{
    public required int PromptTokens { get; init; }

    public required int CachedTokens { get; init; }

    public required bool IsCold { get; init; }

    /// <summary>The machine was too hot at its start.</summary>
    public bool IsThrottled { get; init; }

    /// <summary>Requests answered at its start, itself included.</summary>
    public required int Neighbours { get; init; }
}
