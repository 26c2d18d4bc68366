using System.Text;
using System.Text.Json;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>The words of an error, whatever form a server gives it.</summary>
internal static class ErrorText
{
    private const int LongestShown = 2000;

    public static string Of(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => Short(error.GetString()!),
        JsonValueKind.Object when error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String => Short(message.GetString()!),
        JsonValueKind.Object when error.TryGetProperty("error", out var inner) => Of(inner),
        _ => Short(error.GetRawText()),
    };

    public static string Of(ReadOnlySpan<byte> text)
    {
        var words = Encoding.UTF8.GetString(text).Trim();
        try
        {
            using var json = JsonDocument.Parse(words);
            return Of(json.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // the second one is the reader's word for half a surrogate pair
            return Short(words);
        }
    }

    private static string Short(string words) => Printable(words.Length <= LongestShown ? words : $"{words[..LongestShown]}…");

    /// <summary>A server's words go to terminals and pages: what would steer one shows as what cannot be shown.</summary>
    public static string Printable(string words) => string.Create(words.Length, words, (shown, from) =>
    {
        for (var index = 0; index < shown.Length; index++)
            shown[index] = char.IsControl(from[index]) && from[index] is not ('\n' or '\r' or '\t') ? '\uFFFD' : from[index];
    });
}
