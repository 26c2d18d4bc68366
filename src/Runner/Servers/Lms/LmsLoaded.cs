using System.Text.Json;

namespace LlmObs.Runner.Servers.Lms;

/// <summary>One instance of <c>lms ps --json</c> (its source, list.ts): what it does now, and how many requests wait for it.</summary>
internal sealed record LmsLoaded
{
    private const string Idle = "idle";
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public string? Identifier { get; init; }

    /// <summary>"idle", or what it is at. Versions before it was told have none.</summary>
    public string? Status { get; init; }

    public int? Queued { get; init; }

    /// <summary>Requests under way and waiting, of all instances together; null where it is no such list, or a version that does not tell.</summary>
    public static int? UnderWay(string json)
    {
        try
        {
            var loaded = JsonSerializer.Deserialize<List<LmsLoaded>>(json, Options);
            return loaded is null || loaded.Exists(one => one.Status is null)
                ? null
                : loaded.Sum(one => (string.Equals(one.Status, Idle, StringComparison.OrdinalIgnoreCase) ? 0 : 1) + (one.Queued ?? 0));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
