using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmObs.Hardware;

/// <summary>A sample as one line of JSON: how the Collector writes it and the Runner reads it. What is absent is written as null.</summary>
public static class HostSampleJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static string ToLine(HostSample sample) => JsonSerializer.Serialize(sample, Options);

    /// <summary>Members a newer Collector may send are passed over: this is a live wire and not a stored document.</summary>
    public static HostSample FromLine(string line) => JsonSerializer.Deserialize<HostSample>(line, Options) ?? throw new JsonException("A sample is an object, not null.");
}
