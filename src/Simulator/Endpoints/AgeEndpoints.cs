namespace LlmObs.Simulator.Endpoints;

/// <summary>What tells LM Studio's versions apart.</summary>
internal static class AgeEndpoints
{
    /// <summary>Since 0.4.</summary>
    public static void MapNative(this IEndpointRouteBuilder routes)
    {
        routes.MapNativeModels();
        routes.MapDownloads();
        routes.MapNativeChat();
    }

    /// <summary>As LM Studio answers all that it does not know.</summary>
    public static void MapUnknownAsOld(this IEndpointRouteBuilder routes) => routes.MapFallback("{**path}", (HttpContext context) =>
        Results.Json(new { error = $"Unexpected endpoint or method. ({context.Request.Method} {context.Request.Path}). Returning 200 anyway" }));
}
