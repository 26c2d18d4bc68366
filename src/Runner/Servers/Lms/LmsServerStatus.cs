using System.Text.Json;

namespace LlmObs.Runner.Servers.Lms;

/// <summary>What <c>lms server status --json</c> writes (server.ts): <c>{"running":true,"port":1234}</c>.</summary>
internal sealed record LmsServerStatus(bool Running, int? Port)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Null where it is something else.</summary>
    public static LmsServerStatus? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<LmsServerStatus>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
