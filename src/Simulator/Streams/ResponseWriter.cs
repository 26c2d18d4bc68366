using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmObs.Simulator.Streams;

/// <summary>Sends an answer, as a stream or whole, and keeps its truth.</summary>
internal sealed class ResponseWriter(SchedulePlayer player, TruthLog truths, TokenTotals totals, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void BeginStream(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Simulated"] = "true";
    }

    public Task StreamAsync(HttpResponse response, Generation generation, StreamSchedule schedule)
    {
        if (!response.HasStarted)
            BeginStream(response);
        return PlayAsync(response, generation, schedule);
    }

    public Task WholeAsync(HttpResponse response, Generation generation, object body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, Json);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers["X-Simulated"] = "true";
        return PlayAsync(response, generation, new StreamSchedule { Writes = [new ScheduledWrite(generation.End, WriteKind.Body, bytes)] });
    }

    private async Task PlayAsync(HttpResponse response, Generation generation, StreamSchedule schedule)
    {
        var truth = generation.NewTruth(schedule, clock.TimestampFrequency);
        truths.Add(truth);
        await player.PlayAsync(schedule, truth, response.BodyWriter, response.HttpContext.RequestAborted);
        totals.Add(generation);
    }
}
