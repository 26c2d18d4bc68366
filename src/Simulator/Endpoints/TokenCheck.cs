using LlmObs.Simulator.Refusals;

namespace LlmObs.Simulator.Endpoints;

/// <summary>Demands the bearer token, when one is set, of everything but greeting and health.</summary>
internal static class TokenCheck
{
    private static readonly string[] Open = ["/lmstudio-greeting", "/health", "/alive"];

    public static void UseToken(this IApplicationBuilder app, string? token)
    {
        if (token is null)
            return;
        app.Use((context, next) => IsAllowed(context, token) ? next(context) : Refuse(context));
    }

    private static bool IsAllowed(HttpContext context, string token) =>
        Open.Contains(context.Request.Path.Value, StringComparer.Ordinal) || context.Request.Headers.Authorization == $"Bearer {token}";

    private static Task Refuse(HttpContext context) =>
        SimulatorErrors.Error(401, "invalid_api_token", "Invalid or missing API token.").ExecuteAsync(context);
}
