namespace LlmObs.Simulator.Streams;

/// <summary>What LM Studio says about its own speed: in seconds that passed, so divided by the time scale.</summary>
internal static class LmStudioStats
{
    /// <summary>What v0 adds to an answer.</summary>
    public static (string Name, object? Value)[] Members(Generation generation) =>
    [
        ("stats", new
        {
            tokens_per_second = generation.ReportedTokensPerSecond,
            time_to_first_token = generation.Timing.FirstToken.TotalSeconds,
            generation_time = generation.DecodeTime.TotalSeconds,
            stop_reason = generation.Answer.IsCut ? "maxPredictedTokensReached" : "eosFound",
        }),
        ("model_info", new
        {
            arch = generation.Model.Architecture,
            quant = generation.Model.Quantization,
            format = generation.Model.Format,
            context_length = generation.Loaded.ContextTokens,
        }),
        ("runtime", new
        {
            name = $"simulated-{generation.Model.Format}",
            version = "1.0.0-simulated",
            supported_formats = new[] { generation.Model.Format },
        }),
    ];

    /// <summary>What v1 says at the end of a chat.</summary>
    public static Dictionary<string, object> Native(Generation generation)
    {
        var stats = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["input_tokens"] = generation.Load.PromptTokens,
            ["total_output_tokens"] = generation.Answer.TokenCount,
            ["reasoning_output_tokens"] = generation.Answer.ReasoningTokens.Count,
            ["tokens_per_second"] = generation.ReportedTokensPerSecond,
            ["time_to_first_token_seconds"] = generation.Timing.FirstToken.TotalSeconds,
        };
        if (generation.ModelLoadTime is { } loadTime)
            stats.Add("model_load_time_seconds", loadTime.TotalSeconds);
        return stats;
    }
}
