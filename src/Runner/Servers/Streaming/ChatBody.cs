using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>A request as JSON. Numbers are numbers; what is null is left out; <c>max_tokens</c> is the name local servers know.</summary>
internal static class ChatBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static BinaryData Of(ChatRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(request.Prompt.Length * 3 + 512);
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, request);
        return BinaryData.FromBytes(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model", request.Model);
        json.WriteStartArray("messages");
        WriteMessage(json, "system", request.SystemPrompt);
        WriteMessage(json, "user", request.Prompt);
        json.WriteEndArray();
        json.WriteNumber("max_tokens", request.MaxTokens);
        json.WriteBoolean("stream", true);
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        json.WriteEndObject();
        WriteNumber(json, "temperature", request.Sampling.Temperature);
        WriteNumber(json, "top_p", request.Sampling.TopP);
        WriteNumber(json, "top_k", request.Sampling.TopK);
        WriteNumber(json, "min_p", request.Sampling.MinP);
        WriteNumber(json, "repeat_penalty", request.Sampling.RepeatPenalty);
        WriteNumber(json, "seed", request.Seed);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string role, string? content)
    {
        if (content is null)
            return;
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }
}
