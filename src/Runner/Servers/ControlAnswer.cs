using System.Net;
using System.Text.Json;

namespace LlmObs.Runner.Servers;

/// <summary>What a server said to one question outside the measured path.</summary>
internal sealed class ControlAnswer
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly JsonElement? _json;

    public ControlAnswer(HttpStatusCode status, string? contentType, string? serverHeader, string text)
    {
        Status = (int)status;
        ContentType = contentType;
        ServerHeader = serverHeader;
        Text = text;
        _json = ParseObject(text);
    }

    public int Status { get; }

    public string? ContentType { get; }

    /// <summary>The product the server names in its Server header.</summary>
    public string? ServerHeader { get; }

    public string Text { get; }

    /// <summary>The Simulator's sign, which every answer of its carries whatever server it looks like.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The server's wish of when to ask again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A JSON object was sent, whatever the status.</summary>
    public bool IsObject => _json is not null;

    /// <summary>A 2xx that holds no error. LM Studio answers an unknown path with 200 and an error.</summary>
    public bool IsGood => Status is >= 200 and < 300 && Error is null;

    public bool IsKeyRefused => Status is 401 or 403;

    public bool IsWebPage => ContentType is "text/html" || Text.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal);

    /// <summary>The server's own words, in any of the usual forms: <c>{"error":{"message":…}}</c>, <c>{"error":"…"}</c>, <c>{"detail":"…"}</c>.</summary>
    public string? Error => Member("error") switch
    {
        { ValueKind: JsonValueKind.Object } error => TextOf(error, "message") ?? error.GetRawText(),
        { ValueKind: JsonValueKind.String } error => error.GetString(),
        _ => Status is >= 200 and < 300 ? null : Member("detail") is { ValueKind: JsonValueKind.String } detail ? detail.GetString() : null,
    };

    /// <summary>The server's own code of the error, such as <c>model_not_found</c>.</summary>
    public string? ErrorType => Member("error") is { ValueKind: JsonValueKind.Object } error ? TextOf(error, "type") : null;

    /// <summary>A member of the object; null where there is none.</summary>
    public JsonElement? Member(string name) => _json is { } json && json.TryGetProperty(name, out var member) ? member : null;

    public string? TextMember(string name) => _json is { } json ? TextOf(json, name) : null;

    /// <summary>The body as a record with names in snake case; null where it has another shape.</summary>
    public T? Read<T>()
        where T : class
    {
        try
        {
            return _json?.Deserialize<T>(Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static JsonElement? ParseObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
