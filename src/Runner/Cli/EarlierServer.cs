using System.Text.Json;

namespace LlmObs.Runner.Cli;

/// <summary>The server an earlier session measured, so that <c>--resume</c> needs no address.</summary>
internal static class EarlierServer
{
    /// <summary>Its address, or "simulator"; null when the folder does not say. Whether the folder is sound is the session's to judge.</summary>
    public static string? Of(string? folder)
    {
        var file = Path.Combine(folder ?? ".", "session.json");
        if (folder is null || !File.Exists(file))
            return null;
        try
        {
            using var header = JsonDocument.Parse(File.ReadAllText(file));
            var server = header.RootElement.GetProperty("server");
            var isSimulated = server.TryGetProperty("isSimulated", out var simulated) && simulated.GetBoolean();
            return isSimulated ? ServerToUse.Simulator : server.GetProperty("address").GetString();
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
