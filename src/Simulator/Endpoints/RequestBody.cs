using System.Text.Json;
using LlmObs.Simulator.Refusals;

namespace LlmObs.Simulator.Endpoints;

/// <summary>Reads a body as a JSON object, or says why it is none.</summary>
internal static class RequestBody
{
    public static async Task<(JsonElement Body, IResult? Problem)> ReadAsync(HttpRequest request)
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body.ValueKind == JsonValueKind.Object ? (body, null) : (default, SimulatorErrors.BadRequest("The body must be a JSON object."));
        }
        catch (JsonException broken)
        {
            return (default, SimulatorErrors.BadRequest($"The body is no JSON: {broken.Message}"));
        }
    }

    /// <summary>The native API refuses what it does not know.</summary>
    public static IResult? RefuseUnknown(JsonElement body, string[] known) =>
        body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? SimulatorErrors.UnknownMember(unknown)
            : null;
}
