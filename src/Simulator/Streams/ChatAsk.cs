using System.Text.Json;
using LlmObs.Simulator.Answers;

namespace LlmObs.Simulator.Streams;

/// <summary>What a chat request asked for, whichever of the three APIs it came by.</summary>
internal sealed record ChatAsk
{
    /// <summary>Empty where the request names none: any loaded model answers, as on LM Studio.</summary>
    public required string Model { get; init; }

    public required Question Question { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    /// <summary>For a model that has to be loaded first.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Null when the body is no chat request.</summary>
    public static ChatAsk? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || (Text(body, "input") is { } input ? $"{Text(body, "system_prompt")}{input}" : Messages(body)) is not { } prompt)
            return null;
        var options = body.TryGetProperty("stream_options", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return new ChatAsk
        {
            Model = Text(body, "model") ?? "",
            Question = new Question
            {
                Prompt = prompt,
                Temperature = body.TryGetProperty("temperature", out var temperature) && temperature.ValueKind == JsonValueKind.Number ? temperature.GetDouble() : 0,
                Seed = Number(body, "seed"),
                MaximumTokens = Number(body, "max_tokens") ?? Number(body, "max_completion_tokens") ?? Number(body, "max_output_tokens"),
                IgnoresEnd = Flag(body, "ignore_eos"),
            },
            Stream = Flag(body, "stream"),
            IncludeUsage = Flag(options, "include_usage"),
            ContextTokens = Number(body, "context_length"),
        };
    }

    private static string? Messages(JsonElement body) =>
        !body.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0
            ? null
            : string.Join('\n', messages.EnumerateArray().Select(Content));

    /// <summary>A text, or the text parts of a list.</summary>
    private static string Content(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("content", out var parts) && parts.ValueKind == JsonValueKind.Array
            ? string.Concat(parts.EnumerateArray().Select(part => Text(part, "text")))
            : Text(message, "content") ?? "";

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static bool Flag(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
