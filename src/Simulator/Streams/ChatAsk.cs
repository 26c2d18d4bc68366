using System.Text.Json;

namespace LlmObs.Simulator.Streams;

/// <summary>What a chat request asked for, whichever of the three APIs it came by.</summary>
internal sealed record ChatAsk(string Model, string Prompt, int? MaxTokens, bool Stream, bool IncludeUsage, int? Seed)
{
    /// <summary>Null when the body is no chat request.</summary>
    public static ChatAsk? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || Text(body, "model") is not { } model)
            return null;
        var prompt = Text(body, "input") ?? Messages(body);
        if (prompt is null)
            return null;
        var options = body.TryGetProperty("stream_options", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return new ChatAsk(model, prompt, Number(body, "max_tokens") ?? Number(body, "max_output_tokens"), Flag(body, "stream"), Flag(options, "include_usage"), Number(body, "seed"));
    }

    private static string? Messages(JsonElement body) => !body.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array
        ? null
        : string.Join('\n', messages.EnumerateArray().Select(message => Text(message, "content")));

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static bool Flag(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
