using System.Globalization;
using System.Text.Json;
using LlmObs.Measurements;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>Reads what servers report of themselves. Odd types (numbers as strings, null) cost only their own figure.</summary>
internal static class ServerReportParser
{
    public static TokenUsage? Usage(ref Utf8JsonReader reader) => Object(ref reader) is not { } usage ? null : new TokenUsage
    {
        PromptTokens = Count(usage, "prompt_tokens"),
        CompletionTokens = Count(usage, "completion_tokens"),
        ReasoningTokens = Count(Inner(usage, "completion_tokens_details"), "reasoning_tokens"),
        CachedTokens = Count(Inner(usage, "prompt_tokens_details"), "cached_tokens"),
    };

    /// <summary>llama.cpp: <c>prompt_n</c> leaves cached tokens out; newer versions give <c>cache_n</c> beside it.</summary>
    public static ServerTimings? LlamaTimings(ref Utf8JsonReader reader) => Object(ref reader) is not { } timings ? null : new ServerTimings
    {
        Source = "llama.cpp timings",
        PromptTokens = Count(timings, "prompt_n"),
        PromptTime = Milliseconds(timings, "prompt_ms"),
        CachedTokens = Count(timings, "cache_n"),
        GeneratedTokens = Count(timings, "predicted_n"),
        GenerationTime = Milliseconds(timings, "predicted_ms"),
        TokensPerSecond = Number(timings, "predicted_per_second"),
    };

    public static ServerTimings? LmStudioStats(ref Utf8JsonReader reader) => Object(ref reader) is not { } stats ? null : new ServerTimings
    {
        Source = "LM Studio stats",
        TokensPerSecond = Number(stats, "tokens_per_second"),
        TimeToFirstToken = Seconds(stats, "time_to_first_token"),
        GenerationTime = Seconds(stats, "generation_time"),
    };

    /// <summary>
    /// vLLM with <c>--enable-per-request-metrics</c>, in the usage chunk. Time to first token counts from the scheduling on; tokens per second are all tokens
    /// over prefill and decode together; generation time is first to last token.
    /// </summary>
    public static ServerTimings? VllmMetrics(ref Utf8JsonReader reader) => Object(ref reader) is not { } metrics || !metrics.TryGetProperty("time_to_first_token_ms", out _) ? null : new ServerTimings
    {
        Source = "vLLM metrics",
        TimeToFirstToken = Milliseconds(metrics, "time_to_first_token_ms"),
        QueueTime = Milliseconds(metrics, "queue_time_ms"),
        GenerationTime = Milliseconds(metrics, "generation_time_ms"),
        TokensPerSecond = Number(metrics, "tokens_per_second"),
    };

    private static JsonElement? Object(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
            return JsonElement.ParseValue(ref reader);
        reader.Skip();
        return null;
    }

    private static JsonElement? Inner(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : null;

    private static double? Number(JsonElement? parent, string name)
    {
        if (parent is not { } element || !element.TryGetProperty(name, out var value))
            return null;
        double number = 0;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
        return isNumber && double.IsFinite(number) && number >= 0 ? number : null;
    }

    /// <summary>Half a token is no count.</summary>
    private static int? Count(JsonElement? parent, string name) =>
        Number(parent, name) is { } number && number <= int.MaxValue && double.IsInteger(number) ? (int)number : null;

    private static TimeSpan? Milliseconds(JsonElement parent, string name) => Time(Number(parent, name) / 1000);

    private static TimeSpan? Seconds(JsonElement parent, string name) => Time(Number(parent, name));

    private static TimeSpan? Time(double? seconds) =>
        seconds is { } number && number < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromTicks((long)Math.Round(number * TimeSpan.TicksPerSecond)) : null;
}
