using System.Globalization;
using System.Text;
using LlmObs.Simulator.Hazards;

namespace LlmObs.Runner.Tests.Servers.Streaming.Fuzz;

/// <summary>What is broken at random: every recorded stream, and the body of every hazard that is not too long to be broken often.</summary>
internal static class FuzzCorpus
{
    private const int Longest = 16 * 1024;
    private static readonly string Servers = Path.Combine(AppContext.BaseDirectory, "Servers");

    /// <summary>By name, in the order of names.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Streams { get; } = [.. Recorded().Concat(Hazards())
        .Where(stream => stream.Bytes.Length is > 0 and <= Longest)
        .OrderBy(stream => stream.Name, StringComparer.Ordinal)];

    /// <summary>What random breaking found before, as bytes: a seed alone means another stream as soon as the corpus grows.</summary>
    public static IReadOnlyList<string> Finds { get; } = [.. Directory.GetFiles(Path.Combine(Servers, "Streaming", "Fuzz", "Finds"), "*.sse").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public static byte[] Find(string name) => File.ReadAllBytes(Path.Combine(Servers, "Streaming", "Fuzz", "Finds", name));

    private static IEnumerable<(string Name, byte[] Bytes)> Recorded() => new[] { "Streaming", "Dialects" }
        .SelectMany(room => Directory.GetFiles(Path.Combine(Servers, room, "Recordings"), "*.sse", SearchOption.AllDirectories))
        .Select(file => (Path.GetRelativePath(Servers, file).Replace('\\', '/'), File.ReadAllBytes(file)));

    private static IEnumerable<(string Name, byte[] Bytes)> Hazards() => HazardCatalogue.All.Select(hazard => (hazard.Name, Body(Answer(hazard))));

    /// <summary>All that a hazard writes, HTTP included.</summary>
    public static byte[] Answer(Hazard hazard) => [.. hazard.Steps.OfType<HazardStep.Write>().SelectMany(write => write.Bytes)];

    private static byte[] Body(byte[] answer)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return answer;
        var isChunked = Encoding.Latin1.GetString(answer, 0, end).Contains("Transfer-Encoding: chunked", StringComparison.Ordinal);
        return isChunked ? Joined(answer.AsSpan(end + 4)) : answer[(end + 4)..];
    }

    /// <summary>The HTTP chunks' content, as far as they are right.</summary>
    private static byte[] Joined(ReadOnlySpan<byte> chunks)
    {
        var body = new List<byte>(chunks.Length);
        while (chunks.IndexOf("\r\n"u8) is > 0 and var end && Size(chunks[..end]) is > 0 and var size && chunks.Length >= end + 2 + size + 2)
        {
            body.AddRange(chunks.Slice(end + 2, size));
            chunks = chunks[(end + 2 + size + 2)..];
        }
        return [.. body];
    }

    private static int? Size(ReadOnlySpan<byte> line) =>
        int.TryParse(Encoding.Latin1.GetString(line).Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) ? size : null;
}
