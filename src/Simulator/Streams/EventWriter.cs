using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmObs.Simulator.Streams;

/// <summary>Writes server-sent events, each flushed by itself, and keeps the truth of when.</summary>
internal sealed class EventWriter(HttpResponse response, Truth truth, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Begin()
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Simulated"] = "true";
    }

    public Task WriteAsync(object data, string what, string? eventName, CancellationToken cancellationToken)
    {
        var name = eventName is null ? "" : $"event: {eventName}\n";
        return WriteRawAsync(Encoding.UTF8.GetBytes($"{name}data: {JsonSerializer.Serialize(data, Json)}\n\n"), what, cancellationToken);
    }

    public async Task WriteRawAsync(ReadOnlyMemory<byte> bytes, string what, CancellationToken cancellationToken)
    {
        truth.Writes.Add(new TrueWrite(clock.GetTimestamp(), what, bytes.Length));
        await response.BodyWriter.WriteAsync(bytes, cancellationToken);
    }
}
