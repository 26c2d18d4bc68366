using System.Text.Json;
using LlmObs.Calibrations;
using LlmObs.Measurements;

namespace LlmObs.Runner.Calibrations;

/// <summary>Asks a Simulator on this machine what it really wrote: its clock is ours.</summary>
internal sealed class Truths(HttpClient http, Uri simulator, TimeProvider clock)
{
    /// <summary>The stream beside its truth; null where the Simulator does not know it.</summary>
    public async Task<TrueStream?> OfAsync(RequestTimeline timeline, CancellationToken cancellationToken)
    {
        if (timeline.ResponseId is not { } id)
            return null;
        using var answer = await http.GetAsync(new Uri(simulator, $"truth/{Uri.EscapeDataString(id)}"), cancellationToken);
        if (!answer.IsSuccessStatusCode || await answer.Content.ReadFromJsonAsync<Truth>(JsonSerializerOptions.Web, cancellationToken) is not { } truth)
            return null;
        var texts = truth.Writes.Where(write => write.TextBytes > 0).ToList();
        return new TrueStream
        {
            Timeline = timeline,
            SentAt = clock.GetElapsedTime(0, timeline.SentTimestamp),
            Written = [.. texts.Select(write => clock.GetElapsedTime(timeline.SentTimestamp, write.Timestamp))],
            Lateness = [.. texts.Select(write => clock.GetElapsedTime(write.DueTimestamp, write.Timestamp))],
        };
    }

    private sealed record Truth(IReadOnlyList<Write> Writes);

    private sealed record Write(long Timestamp, long DueTimestamp, int TextBytes);
}
