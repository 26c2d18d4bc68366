using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Measurements;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Telemetry;

/// <summary>Prompt and answer on a span, in the form of the GenAI conventions: only where the user asked for it.</summary>
internal static class ChatMessages
{
    /// <summary>The conventions' switch; an Aspire app host sets it in development.</summary>
    public const string Switch = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    /// <summary>Chinese stays readable.</summary>
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="value">Of the switch; null where it is not set.</param>
    public static bool IsWanted(string? value) => bool.TryParse(value, out var wanted) && wanted;

    public static void Attach(Activity span, string prompt, RequestTimeline timeline)
    {
        span.SetTag(Attributes.InputMessages, new JsonArray(Message("user", Part("text", prompt))).ToJsonString(Readable));
        JsonNode?[] parts = [Said("reasoning", timeline.Reasoning), Said("text", timeline.Answer)];
        var answer = Message("assistant", [.. parts.OfType<JsonNode>()]);
        answer["finish_reason"] = timeline.FinishReason ?? "error";
        span.SetTag(Attributes.OutputMessages, new JsonArray(answer).ToJsonString(Readable));
    }

    private static JsonObject Message(string role, params JsonNode[] parts) => new() { ["role"] = role, ["parts"] = new JsonArray(parts) };

    private static JsonObject? Said(string type, string text) => text.Length == 0 ? null : Part(type, text);

    private static JsonObject Part(string type, string text) => new() { ["type"] = type, ["content"] = text };
}
