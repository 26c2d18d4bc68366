using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>
/// Puts LM Studio's native events into the words of a chat completion, so that one reader and one set of formulas serve both:
/// <c>reasoning.delta</c> and <c>message.delta</c> become deltas, <c>chat.end</c> with its stats becomes finish, usage and stats. The order is that of the documentation
/// (lmstudio.ai/docs/developer/rest/streaming-events): an <c>error</c> may come, and <c>chat.end</c> follows it.
/// </summary>
internal sealed class NativeEvents(StreamRecord record)
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    /// <summary>Its loading was told of.</summary>
    public bool HadToLoad { get; private set; }

    /// <summary>Takes one event; never throws for what a server sent.</summary>
    public void Take(string name, ReadOnlySpan<byte> data, TimeSpan at, int read)
    {
        HadToLoad |= name.StartsWith("model_load.", StringComparison.Ordinal);
        if (name == "error" || Translated(name, data) is not { } words)
        {
            record.Take(name, data, at, read);
            return;
        }
        record.Take("message", words, at, read);
        if (name == "chat.end")
            record.Take("message", "[DONE]"u8, at, read);
    }

    private byte[]? Translated(string name, ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            var told = JsonElement.ParseValue(ref reader);
            return told.ValueKind == JsonValueKind.Object ? Words(name, told) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // the second one is the reader's word for half a surrogate pair
            return null;
        }
    }

    private byte[] Words(string name, JsonElement told) => name switch
    {
        "reasoning.delta" => Written(json => WriteChoice(json, "reasoning_content", told, null)),
        "message.delta" => Written(json => WriteChoice(json, "content", told, null)),
        "chat.end" when told.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object => End(result),
        _ => Nothing,
    };

    private byte[] End(JsonElement result)
    {
        var stats = result.TryGetProperty("stats", out var own) && own.ValueKind == JsonValueKind.Object ? own : result;
        HadToLoad |= stats.TryGetProperty("model_load_time_seconds", out var loading) && loading.ValueKind != JsonValueKind.Null;
        return Written(json =>
        {
            WriteChoice(json, null, result, record.Error is null ? "stop" : null);
            Copy(json, "model", result, "model_instance_id");
            json.WriteStartObject("usage");
            Copy(json, "prompt_tokens", stats, "input_tokens");
            Copy(json, "completion_tokens", stats, "total_output_tokens");
            json.WriteStartObject("completion_tokens_details");
            Copy(json, "reasoning_tokens", stats, "reasoning_output_tokens");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("stats");
            Copy(json, "tokens_per_second", stats, "tokens_per_second");
            Copy(json, "time_to_first_token", stats, "time_to_first_token_seconds");
            json.WriteEndObject();
        });
    }

    private static void WriteChoice(Utf8JsonWriter json, string? kind, JsonElement told, string? finish)
    {
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        if (kind is not null)
            Copy(json, kind, told, "content");
        json.WriteEndObject();
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Byte for byte: an emoji's halves may come in two events, and neither is a string of its own.</summary>
    private static void Copy(Utf8JsonWriter json, string name, JsonElement from, string member)
    {
        json.WritePropertyName(name);
        if (from.TryGetProperty(member, out var value))
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
        else
            json.WriteNullValue();
    }

    private static byte[] Written(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
