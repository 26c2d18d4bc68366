using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmObs.Hardware;

/// <summary>What a Collector says, as JSON: how it writes it and the Runner reads it. What is absent is written as null.</summary>
public static class HostJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static string ToLine<T>(T what) => JsonSerializer.Serialize(what, Options);

    /// <summary>Members a newer Collector may send are passed over: this is a live wire and not a stored document.</summary>
    /// <exception cref="JsonException">It is not what was asked for.</exception>
    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("An object was expected, not null.");
}
