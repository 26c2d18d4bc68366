using System.Security.Cryptography;
using System.Text;
using LlmObs.Collector.Options;
using LlmObs.ServiceDefaults;

namespace LlmObs.Collector.Access;

/// <summary>
/// Who may ask. With a token whoever sends it, under any name, since a foreign page does not know it; without one programs and pages of this machine.
/// Whether it is alive and healthy is told to everybody.
/// </summary>
internal static class AccessRules
{
    private const string Scheme = "Bearer ";
    private static readonly string[] Open = ["/health", "/alive"];

    public static void UseAccessRules(this IApplicationBuilder app, CollectorOptions options) =>
        app.Use(options.Token is { } token ? (context, next) => IsOpen(context.Request) || Knows(context.Request, token) ? next(context) : AskForToken(context)
            : (context, next) => OwnHost.Asks(context.Request) ? next(context) : RefuseAsync(context, "Only programs and pages of this machine, under the name localhost or 127.0.0.1, may ask for this.", StatusCodes.Status403Forbidden));

    private static bool IsOpen(HttpRequest request) => HttpMethods.IsGet(request.Method) && Open.Any(path => request.Path == path);

    /// <summary>Compared as hashes and in constant time: how long it takes tells nothing of the token, not even its length.</summary>
    private static bool Knows(HttpRequest request, string token)
    {
        var sent = request.Headers.Authorization.ToString();
        return sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(Hash(sent[Scheme.Length..].Trim()), Hash(token));
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static Task AskForToken(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = Scheme.Trim();
        return RefuseAsync(context, $"This Collector wants its token: send \"Authorization: Bearer …\" with it. llmobs takes it from --collector-token-file FILE or {CollectorToken.Variable}, Prometheus from credentials_file.",
            StatusCodes.Status401Unauthorized);
    }

    private static Task RefuseAsync(HttpContext context, string reason, int status) => TypedResults.Problem(reason, statusCode: status).ExecuteAsync(context);
}
