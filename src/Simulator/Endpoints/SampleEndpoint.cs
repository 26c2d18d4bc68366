using System.Globalization;
using System.Text.Json;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Refusals;

namespace LlmObs.Simulator.Endpoints;

/// <summary><c>/samples</c> as a Collector answers it, of the machine that does not exist: so that memory and what follows from it can be tried without a Mac.</summary>
internal static class SampleEndpoint
{
    public static void MapSamples(this IEndpointRouteBuilder routes) => routes.MapGet("/samples", (SimulatedMemory memory, string? from, string? to) =>
        Moment(from) is { } begin && Moment(to) is { } end && begin <= end
            ? Results.Text(Lines(memory.Between(begin, end)), "application/x-ndjson")
            : SimulatorErrors.Error(400, "invalid_request", "Write /samples?from=…&to=… with two moments such as 2026-02-04T10:00:00Z."));

    private static string Lines(IEnumerable<(DateTimeOffset At, long UsedBytes)> samples) => string.Concat(samples.Select(sample =>
        JsonSerializer.Serialize(new { at = sample.At, simulated = true, memoryTotalBytes = SimulatedMemory.TotalBytes, memoryUsedBytes = sample.UsedBytes }) + "\n"));

    private static DateTimeOffset? Moment(string? text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
