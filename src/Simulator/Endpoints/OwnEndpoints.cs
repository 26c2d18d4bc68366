using LlmObs.Simulator.Options;
using LlmObs.Simulator.Refusals;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Endpoints;

/// <summary>What only the Simulator has: it says what it is, how it was set, and what really happened.</summary>
internal static class OwnEndpoints
{
    public static void MapOwn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/simulator", (SimulatorOptions options, HazardAddress hazards) => new { simulated = true, version = Version, hazards = hazards.Value, options = options with { Token = null } });
        routes.MapGet("/truth/{id}", (string id, TruthLog truths) => truths.Find(id) is { } truth
            ? Results.Json(truth)
            : SimulatorErrors.Error(404, "not_found", $"No response \"{id}\" among the last ones."));
    }

    /// <summary>How LM Studio is known, and what a person sees who opens the address.</summary>
    public static void MapGreeting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/lmstudio-greeting", () => new { lmstudio = true, simulator = Version });
        routes.MapGet("/", () => Results.Text("LlmObs Simulator: an LM Studio look-alike. Nothing it says was measured.\nSee /simulator, /v1/models, /truth/{response id}.\n"));
    }

    /// <summary>The sign of all its faces: every answer carries it, errors included, so that no figure is ever taken for a real server's.</summary>
    public static void UseSign(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers["X-Simulated"] = "true";
        return next(context);
    });

    private static string Version { get; } = typeof(OwnEndpoints).Assembly.GetName().Version!.ToString(3);
}

/// <summary>Where the hazard scenarios listen; known once the server has started.</summary>
internal sealed class HazardAddress
{
    public Uri? Value { get; set; }
}
