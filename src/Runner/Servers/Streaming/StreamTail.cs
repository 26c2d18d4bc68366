using System.Text;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>Finds in a stream's last raw bytes what an event parser hides: an unfinished last event, an <c>error:</c> line, a bare JSON error.</summary>
internal static class StreamTail
{
    /// <summary>The data of a last event that no blank line ended; null when there is none.</summary>
    public static byte[]? UnfinishedData(ReadOnlySpan<byte> tail)
    {
        var lines = Lines(tail);
        if (lines.Length == 0 || lines[^1].Length == 0)
            return null;
        var data = lines.AsEnumerable().Reverse().TakeWhile(line => line.Length > 0).Reverse()
            .Where(line => line.StartsWith("data:", StringComparison.Ordinal))
            .Select(line => line["data:".Length..].TrimStart(' ')).ToList();
        return data.Count == 0 ? null : Encoding.UTF8.GetBytes(string.Join('\n', data));
    }

    /// <summary>The words of an error that came as a line of its own.</summary>
    public static string? Error(ReadOnlySpan<byte> tail)
    {
        foreach (var line in Lines(tail))
        {
            if (line.StartsWith("error:", StringComparison.Ordinal))
                return ErrorText.Of(Encoding.UTF8.GetBytes(line["error:".Length..]));
            if (line.StartsWith("{\"error\"", StringComparison.Ordinal) || line.StartsWith("{ \"error\"", StringComparison.Ordinal))
                return ErrorText.Of(Encoding.UTF8.GetBytes(line));
        }
        return null;
    }

    private static string[] Lines(ReadOnlySpan<byte> tail) =>
        Encoding.UTF8.GetString(tail).ReplaceLineEndings("\n").Split('\n');
}
