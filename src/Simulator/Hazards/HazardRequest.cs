using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace LlmObs.Simulator.Hazards;

/// <summary>A request to the hazard port: <c>/{scenario}/v1/chat/completions</c>, <c>/{scenario}/v1/models</c>, <c>/{scenario}/truth</c> or <c>/</c>.</summary>
internal sealed record HazardRequest(string Method, string Path)
{
    private const int LargestRequest = 16 * 1024 * 1024;

    public string Body { get; private init; } = "";

    /// <summary>Whether it says its length; a body without one is not read.</summary>
    public bool HasLength { get; private init; }

    public Hazard? Scenario => HazardCatalogue.Find(Path.TrimStart('/').Split('/')[0]);

    /// <summary>The path after the scenario's name.</summary>
    public string Rest => Path.TrimStart('/').Split('/', 2) is [_, var rest] ? rest : "";

    /// <summary>The scenario to play; null when something else is asked.</summary>
    public Hazard? Plays => Method == "POST" && HasLength && Rest == "v1/chat/completions" ? Scenario : null;

    /// <summary>Whether the connection can take another request: not where a body of unknown length is still to come.</summary>
    public bool CanFollow => Method == "GET" || HasLength;

    /// <summary>Null when the client has gone.</summary>
    public static async Task<HazardRequest?> ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var bytes = read.Buffer.ToArray();
            if (Parse(bytes) is var (request, head, body) && bytes.Length >= head + body)
            {
                input.AdvanceTo(read.Buffer.GetPosition(head + body));
                return request with { Body = Encoding.UTF8.GetString(bytes, head, body) };
            }
            if (read.IsCompleted || bytes.Length > LargestRequest)
                return null;
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (HazardRequest Request, int Head, int Body)? Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var lines = Encoding.ASCII.GetString(bytes[..end]).Split("\r\n");
        var words = lines[0].Split(' ');
        var length = Length(lines);
        return (new HazardRequest(words[0], words.Length > 1 ? words[1] : "/") { HasLength = length is not null }, end + 4, length ?? 0);
    }

    private static int? Length(IEnumerable<string> lines) => lines.Select(line => line.Split(':', 2))
        .Where(header => header.Length == 2 && header[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        .Select(header => int.TryParse(header[1].AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : (int?)null)
        .FirstOrDefault();
}
