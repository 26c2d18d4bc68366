using LlmObs.Simulator.Options;
using LlmObs.Simulator.Refusals;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Endpoints;

/// <summary>What only the Simulator has: it says what it is, how it was set, and what really happened.</summary>
internal static class OwnEndpoints
{
    public static void MapOwn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/lmstudio-greeting", () => new { lmstudio = true, simulator = Version });
        routes.MapGet("/simulator", (SimulatorOptions options, HazardAddress hazards) => new { simulated = true, version = Version, hazards = hazards.Value, options = options with { Token = null } });
        routes.MapGet("/truth/{id}", (string id, TruthLog truths) => truths.Find(id) is { } truth
            ? Results.Json(truth)
            : SimulatorErrors.Error(404, "not_found", $"No response \"{id}\" among the last ones."));
        routes.MapGet("/", () => Results.Text("LlmObs Simulator: an LM Studio look-alike. Nothing it says was measured.\nSee /simulator, /v1/models, /truth/{response id}.\n"));
    }

    private static string Version { get; } = typeof(OwnEndpoints).Assembly.GetName().Version!.ToString(3);
}

/// <summary>Where the hazard scenarios listen; known once the server has started.</summary>
internal sealed class HazardAddress
{
    public Uri? Value { get; set; }
}
