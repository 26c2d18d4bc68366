using System.Text;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>Finds in a stream's last raw bytes what an event parser hides: an unfinished last event, an <c>error:</c> line, a bare JSON error.</summary>
internal static class StreamTail
{
    /// <summary>The data of a last event that no blank line ended; null when there is none.</summary>
    public static byte[]? UnfinishedData(ReadOnlySpan<byte> tail)
    {
        var lines = Lines(tail);
        if (lines[^1].Length == 0)
            lines = lines[..^1];
        var data = lines.AsEnumerable().Reverse().TakeWhile(line => line.Length > 0).Reverse()
            .Where(line => line.StartsWith("data:", StringComparison.Ordinal))
            .Select(line => line["data:".Length..].TrimStart(' ')).ToList();
        return data.Count == 0 ? null : Encoding.UTF8.GetBytes(string.Join('\n', data));
    }

    /// <summary>The words of an error that came as a line of its own, before any [DONE]: what follows that may have been read with it or not.</summary>
    public static string? Error(ReadOnlySpan<byte> tail)
    {
        foreach (var line in Lines(tail))
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.AsSpan("data:".Length).Trim() is "[DONE]")
                return null;
            if (line.StartsWith("error:", StringComparison.Ordinal))
                return ErrorText.Of(Encoding.UTF8.GetBytes(line["error:".Length..]));
            if (line.StartsWith("{\"error\"", StringComparison.Ordinal) || line.StartsWith("{ \"error\"", StringComparison.Ordinal))
                return ErrorText.Of(Encoding.UTF8.GetBytes(line));
        }
        return null;
    }

    /// <summary>Only these end a line of an event stream: ReplaceLineEndings would also break at U+2028 inside a text.</summary>
    private static string[] Lines(ReadOnlySpan<byte> tail) =>
        Encoding.UTF8.GetString(tail).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
}
