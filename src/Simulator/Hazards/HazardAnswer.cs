using System.Text;
using System.Text.Json;

namespace LlmObs.Simulator.Hazards;

/// <summary>What the hazard port answers beside its scenarios: all of them at <c>/</c>, and one's models and truth.</summary>
internal static class HazardAnswer
{
    public static byte[] To(HazardRequest request, HazardTruth truth) => request switch
    {
        { Method: "POST", HasLength: false } => Write("411 Length Required", Error("A request must say its Content-Length: mlx_lm reads nothing else.")),
        { Method: "GET", Scenario: null, Path: "/" } => Write("200 OK", HazardCatalogue.All.Select(hazard => new { hazard.Name, hazard.What, hazard.SeenAt, hazard.Expected })),
        { Method: "GET", Scenario: { } scenario, Rest: "truth" } => Write("200 OK", truth.Of(scenario.Name)),
        { Method: "GET", Scenario: not null, Rest: "v1/models" } => Write("200 OK", new { @object = "list", data = new[] { new { id = "hazard", @object = "model", owned_by = "simulated" } } }),
        _ => Write("404 Not Found", Error($"Nothing answers {request.Method} {request.Path} here. The scenarios are listed at /; each takes POST /SCENARIO/v1/chat/completions.")),
    };

    private static object Error(string message) => new { error = new { message } };

    private static byte[] Write(string status, object answer)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
    }
}
