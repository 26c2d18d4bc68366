using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace LlmObs.Simulator.Hazards;

/// <summary>A request to the hazard port: <c>/{scenario}/v1/chat/completions</c>, <c>/{scenario}/v1/models</c>, <c>/{scenario}/truth</c> or <c>/</c>.</summary>
internal sealed record HazardRequest(string Method, string Path)
{
    public Hazard? Scenario => HazardCatalogue.Find(Path.Trim('/').Split('/')[0]);

    /// <summary>Null when the client has gone.</summary>
    public static async Task<HazardRequest?> ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var bytes = read.Buffer.ToArray();
            if (Parse(bytes) is var (request, length) && bytes.Length >= length)
            {
                input.AdvanceTo(read.Buffer.GetPosition(length));
                return request;
            }
            if (read.IsCompleted)
                return null;
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>What a GET is told.</summary>
    public object Answer(HazardTruth truth)
    {
        if (Scenario is not { } scenario)
            return HazardCatalogue.All.Select(hazard => new { hazard.Name, hazard.What, hazard.SeenAt, hazard.Expected });
        if (Path.EndsWith("/truth", StringComparison.Ordinal))
            return new { scenario.Name, writes = truth.Of(scenario.Name) };
        return new { @object = "list", data = new[] { new { id = "hazard", @object = "model", owned_by = "simulated" } } };
    }

    private static (HazardRequest Request, int Length)? Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var lines = Encoding.ASCII.GetString(bytes[..end]).Split("\r\n");
        var words = lines[0].Split(' ');
        var length = lines.Select(line => line.Split(':', 2)).Where(header => header.Length == 2 && header[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(header => int.Parse(header[1], CultureInfo.InvariantCulture)).FirstOrDefault();
        return (new HazardRequest(words[0], words.Length > 1 ? words[1] : "/"), end + 4 + length);
    }
}
