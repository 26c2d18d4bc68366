using System.Text.Json;
using LlmObs.Results;
using LlmObs.Runner.Servers.Lms;

namespace LlmObs.Runner.Servers;

/// <summary>
/// Where LM Studio keeps its models on this machine, found as its own command line finds it: the folder in <c>~/.lmstudio-home-pointer</c>, else <c>~/.cache/lm-studio</c>,
/// else <c>~/.lmstudio</c>; in it <c>settings.json</c> has <c>downloadsFolder</c>, else it is <c>models</c>. From its public source; never seen on a Mac.
/// </summary>
/// <param name="Models">Full path; it exists.</param>
/// <param name="Said">What named it.</param>
public sealed record LmStudioFolder(string Models, string Said)
{
    /// <summary>Of an LM Studio on this machine; null where it is elsewhere, simulated, or has none.</summary>
    public static LmStudioFolder? Of(ServerIdentity server, string userFolder) => server is { IsSimulated: false, Address.IsLoopback: true } ? Find(userFolder) : null;

    /// <summary>Null where there is none.</summary>
    public static LmStudioFolder? Find(string userFolder) => In(LmsInstallation.FindHome(userFolder));

    /// <summary>Of the LM Studio whose own folder that is; null where it has none.</summary>
    public static LmStudioFolder? In(string home)
    {
        var settings = Path.Combine(home, "settings.json");
        var (models, said) = Named(settings) is { } named ? (named, settings) : (Path.Combine(home, "models"), "its usual place");
        return Directory.Exists(models) ? new LmStudioFolder(Path.GetFullPath(models), said) : null;
    }

    private static string? Named(string settings)
    {
        try
        {
            using var read = ReadText(settings) is { } text ? JsonDocument.Parse(text) : null;
            return read?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("downloadsFolder", out var folder)
                && folder.ValueKind == JsonValueKind.String && Path.IsPathFullyQualified(folder.GetString()!) ? folder.GetString() : null;
        }
        catch (JsonException)
        {
            // half written or of another form: the usual place is looked at
            return null;
        }
    }

    private static string? ReadText(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
