using LlmObs.ServiceDefaults;

namespace LlmObs.Runner.Pages;

/// <summary>
/// Only this page may change something: a foreign page open in the same browser may not, and no foreign name may point here.
/// Metrics alone are for whoever asks: a Prometheus in a container comes under the container network's name for this machine.
/// </summary>
internal static class OwnOriginOnly
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>How a Prometheus in a container calls this machine: through Aspire's tunnel, Docker, Podman. No foreign page can have such a name.</summary>
    private static readonly string[] NamesInContainers = ["aspire.dev.internal", "host.docker.internal", "host.containers.internal"];

    private const string Policy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UseOwnOriginOnly(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return IsOwn(context.Request) ? next(context) : Refuse(context);
    });

    private static bool IsOwn(HttpRequest request)
    {
        if (IsScrape(request))
            return true;
        if (!Names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return false;
        var origin = request.Headers.Origin.ToString();
        return HttpMethods.IsGet(request.Method) || origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}";
    }

    private static bool IsScrape(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && request.Path == ServiceDefaultsExtensions.MetricsPath
        && NamesInContainers.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase);

    private static Task Refuse(HttpContext context) =>
        TypedResults.Problem("Only pages of this Runner, opened as localhost or 127.0.0.1, may ask for this.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
}
