using System.Text.Json.Serialization;

namespace LlmObs.Simulator.Streams;

/// <summary>What a write carries.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WriteKind>))]
public enum WriteKind
{
    [JsonStringEnumMemberName("role")]
    Role,

    [JsonStringEnumMemberName("reasoning")]
    Reasoning,

    [JsonStringEnumMemberName("answer")]
    Answer,

    [JsonStringEnumMemberName("finish")]
    Finish,

    [JsonStringEnumMemberName("usage")]
    Usage,

    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>A named event of the native API that carries no text.</summary>
    [JsonStringEnumMemberName("event")]
    Event,

    /// <summary>The whole answer of a request without streaming.</summary>
    [JsonStringEnumMemberName("body")]
    Body,
}
