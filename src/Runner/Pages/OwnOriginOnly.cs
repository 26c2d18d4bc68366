using LlmObs.ServiceDefaults;

namespace LlmObs.Runner.Pages;

/// <summary>
/// Only this page may change something: a foreign page open in the same browser may not, and no foreign name may point here.
/// Metrics alone are for whoever asks: a Prometheus in a container comes under the container network's name for this machine.
/// </summary>
internal static class OwnOriginOnly
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UseOwnOriginOnly(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return OwnHost.Asks(context.Request) ? next(context) : Refuse(context);
    });

    private static Task Refuse(HttpContext context) =>
        TypedResults.Problem("Only pages of this Runner, opened as localhost or 127.0.0.1, may ask for this.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
}
