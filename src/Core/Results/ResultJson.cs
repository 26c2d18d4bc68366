using System.Text.Json;
using System.Text.Json.Serialization;
using LlmObs.Measurements;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>How results are written: documents for people as plans are, with every absent figure as null; the journal compact, times in seconds.</summary>
public static class ResultJson
{
    /// <summary>For <c>session.json</c> and the variants' documents.</summary>
    public static JsonSerializerOptions Document { get; } = new(PlanJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>For <c>requests.jsonl</c>: one line an entry.</summary>
    public static JsonSerializerOptions Journal { get; } = CreateJournal();

    private static JsonSerializerOptions CreateJournal()
    {
        var options = new JsonSerializerOptions(PlanJson.Options) { WriteIndented = false };
        options.Converters.Insert(0, new SecondsConverter());
        options.Converters.Insert(0, new TimelineEventConverter());
        return options;
    }

    /// <summary>Seconds as an exact decimal number: no tick is lost.</summary>
    private sealed class SecondsConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromTicks((long)(reader.GetDecimal() * TimeSpan.TicksPerSecond));

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue((decimal)value.Ticks / TimeSpan.TicksPerSecond);
    }

    /// <summary><c>[seconds, read, kinds, bytes, reasoningBytes, answerBytes]</c>: an answer has thousands of them.</summary>
    private sealed class TimelineEventConverter : JsonConverter<TimelineEvent>
    {
        public override TimelineEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Read();
            var at = TimeSpan.FromTicks((long)(reader.GetDecimal() * TimeSpan.TicksPerSecond));
            var seen = new TimelineEvent(at, Next(ref reader), (EventKinds)Next(ref reader), Next(ref reader), Next(ref reader), Next(ref reader));
            reader.Read();
            return reader.TokenType == JsonTokenType.EndArray ? seen : throw new JsonException("An event has six numbers.");
        }

        public override void Write(Utf8JsonWriter writer, TimelineEvent value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue((decimal)value.At.Ticks / TimeSpan.TicksPerSecond);
            writer.WriteNumberValue(value.Read);
            writer.WriteNumberValue((int)value.Kinds);
            writer.WriteNumberValue(value.Bytes);
            writer.WriteNumberValue(value.ReasoningBytes);
            writer.WriteNumberValue(value.AnswerBytes);
            writer.WriteEndArray();
        }

        private static int Next(ref Utf8JsonReader reader)
        {
            reader.Read();
            return reader.GetInt32();
        }
    }
}
