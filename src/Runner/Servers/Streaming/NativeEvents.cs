using System.Text.Json;
using System.Text.Json.Nodes;

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
        if (name == "error" || Parse(data) is not { } told)
        {
            record.Take(name, data, at, read);
            return;
        }
        record.Take("message", Words(name, told), at, read);
        if (name == "chat.end")
            record.Take("message", "[DONE]"u8, at, read);
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> data)
    {
        try
        {
            return JsonNode.Parse(data) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] Words(string name, JsonObject told) => name switch
    {
        "reasoning.delta" => Delta("reasoning_content", told["content"]),
        "message.delta" => Delta("content", told["content"]),
        "chat.end" when told["result"] is JsonObject result => End(result),
        _ => Nothing,
    };

    private static byte[] Delta(string kind, JsonNode? content) => Bytes(Choice(new JsonObject { [kind] = content?.DeepClone() }, null));

    private byte[] End(JsonObject result)
    {
        var stats = result["stats"] as JsonObject;
        HadToLoad |= stats?["model_load_time_seconds"] is not null;
        var chunk = Choice([], record.Error is null ? "stop" : null);
        chunk["model"] = result["model_instance_id"]?.DeepClone();
        chunk["usage"] = new JsonObject
        {
            ["prompt_tokens"] = stats?["input_tokens"]?.DeepClone(),
            ["completion_tokens"] = stats?["total_output_tokens"]?.DeepClone(),
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = stats?["reasoning_output_tokens"]?.DeepClone() },
        };
        chunk["stats"] = new JsonObject
        {
            ["tokens_per_second"] = stats?["tokens_per_second"]?.DeepClone(),
            ["time_to_first_token"] = stats?["time_to_first_token_seconds"]?.DeepClone(),
        };
        return Bytes(chunk);
    }

    private static JsonObject Choice(JsonObject delta, string? finish) => new() { ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }) };

    private static byte[] Bytes(JsonObject chunk) => JsonSerializer.SerializeToUtf8Bytes(chunk);
}
