using System.Text.Json;
using LlmObs.Measurements;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>Reads one event's JSON straight from its bytes into the <see cref="StreamRecord"/>. Makes no object for text.</summary>
internal static class ChunkParser
{
    /// <summary>Throws <see cref="JsonException"/> for what is no JSON.</summary>
    public static void Parse(ReadOnlySpan<byte> data, StreamRecord record)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An event must be a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            Member(ref reader, record);
        // throws where more than blanks follows: a second object would be lost without a word
        reader.Read();
    }

    private static void Member(ref Utf8JsonReader reader, StreamRecord record)
    {
        if (reader.ValueTextEquals("choices"u8))
            Choices(ref reader, record);
        else if (reader.ValueTextEquals("id"u8))
            Id(ref reader, record);
        else if (reader.ValueTextEquals("model"u8))
            Model(ref reader, record);
        else if (reader.ValueTextEquals("usage"u8))
            record.Report(ServerReportParser.Usage(ref reader));
        else if (reader.ValueTextEquals("timings"u8))
            record.Report(ServerReportParser.LlamaTimings(ref reader));
        else if (reader.ValueTextEquals("metrics"u8))
            record.Report(ServerReportParser.VllmMetrics(ref reader));
        else if (reader.ValueTextEquals("stats"u8))
            record.Report(ServerReportParser.LmStudioStats(ref reader));
        else if (reader.ValueTextEquals("error"u8))
            Error(ref reader, record);
        else
            Other(ref reader, record);
    }

    /// <summary>Every event repeats it: a string is made of the first only.</summary>
    private static void Id(ref Utf8JsonReader reader, StreamRecord record)
    {
        if (record.ResponseId is null)
            record.ResponseId = Text(ref reader);
        else
            Skip(ref reader);
    }

    private static void Model(ref Utf8JsonReader reader, StreamRecord record)
    {
        if (record.ResponseModel is null)
            record.ResponseModel = Text(ref reader);
        else
            Skip(ref reader);
    }

    private static void Other(ref Utf8JsonReader reader, StreamRecord record)
    {
        if (reader.ValueTextEquals("prompt_progress"u8))
            record.Kinds |= EventKinds.Progress;
        Skip(ref reader);
    }

    private static void Error(ref Utf8JsonReader reader, StreamRecord record)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;
        record.Fail(JsonElement.ParseValue(ref reader));
    }

    private static void Choices(ref Utf8JsonReader reader, StreamRecord record)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            Choice(ref reader, record);
    }

    /// <summary>Only the first choice counts: a second one would double the tokens of one request.</summary>
    private static void Choice(ref Utf8JsonReader reader, StreamRecord record)
    {
        if (IsNotFirst(reader))
        {
            reader.Skip();
            return;
        }
        var message = default(Utf8JsonReader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8))
                Delta(ref reader, record);
            else if (reader.ValueTextEquals("message"u8))
                Keep(ref reader, ref message);
            else if (reader.ValueTextEquals("finish_reason"u8))
                record.Finish(Text(ref reader));
            else
                Skip(ref reader);
        }
        if (message.TokenType == JsonTokenType.PropertyName && !record.HasText)
            Delta(ref message, record);
    }

    /// <summary>The whole message so far, which some repeat beside each delta, counts where there is no delta.</summary>
    private static void Keep(ref Utf8JsonReader reader, ref Utf8JsonReader message)
    {
        message = reader;
        Skip(ref reader);
    }

    private static bool IsNotFirst(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIndex = reader.ValueTextEquals("index"u8);
            reader.Read();
            if (isIndex && reader.TokenType == JsonTokenType.String)
                return !reader.ValueTextEquals("0"u8);
            if (isIndex)
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) && index != 0;
            reader.Skip();
        }
        return false;
    }

    private static void Delta(ref Utf8JsonReader reader, StreamRecord record)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
                Content(ref reader, record);
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
                Reasoning(ref reader, record);
            else if (reader.ValueTextEquals("role"u8))
                Mark(ref reader, record, EventKinds.Role);
            else if (reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8))
                Mark(ref reader, record, EventKinds.ToolCall);
            else
                Skip(ref reader);
        }
    }

    private static void Mark(ref Utf8JsonReader reader, StreamRecord record, EventKinds kind)
    {
        reader.Read();
        var isEmptyArray = reader.TokenType == JsonTokenType.StartArray && IsEmptyArray(reader);
        if (reader.TokenType != JsonTokenType.Null && !isEmptyArray)
            record.Kinds |= kind;
        reader.Skip();
    }

    private static bool IsEmptyArray(Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.EndArray;

    private static void Reasoning(ref Utf8JsonReader reader, StreamRecord record)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            record.AddReasoning(reader.ValueSpan, reader.ValueIsEscaped);
        else
            reader.Skip();
    }

    private static void Content(ref Utf8JsonReader reader, StreamRecord record)
    {
        reader.Read();
        if (record.HasAnswer)
            reader.Skip();
        else if (reader.TokenType == JsonTokenType.String)
            record.AddContent(reader.ValueSpan, reader.ValueIsEscaped);
        else if (reader.TokenType == JsonTokenType.StartArray)
            Parts(ref reader, record);
        else if (reader.TokenType == JsonTokenType.Null)
            return;
        else
            throw new JsonException("Content must be a string, a list of parts or null.");
    }

    /// <summary>Content as a list of parts: <c>[{"type":"text","text":"…"}]</c>, and thinking as <c>[{"type":"thinking","thinking":[{"type":"text","text":"…"}]}]</c>.</summary>
    private static void Parts(ref Utf8JsonReader reader, StreamRecord record)
    {
        var depth = reader.CurrentDepth;
        var isThinking = false;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == depth))
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.CurrentDepth == depth + 2)
                isThinking = reader.ValueTextEquals("thinking"u8);
            var isText = reader.ValueTextEquals("text"u8) && reader.CurrentDepth == depth + (isThinking ? 4 : 2);
            if (isText && reader.Read() && reader.TokenType == JsonTokenType.String)
                Part(reader, record, isThinking);
        }
    }

    private static void Part(in Utf8JsonReader text, StreamRecord record, bool isThinking)
    {
        if (isThinking)
            record.AddReasoning(text.ValueSpan, text.ValueIsEscaped);
        else
            record.AddContent(text.ValueSpan, text.ValueIsEscaped);
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return Utf8Text.Of(reader.ValueSpan, reader.ValueIsEscaped);
        reader.Skip();
        return null;
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
