using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LlmObs.Runner.Servers;

/// <summary>Reads what people write for a server: <c>localhost:1234</c>, <c>1234</c>, <c>http://mac:1234/v1</c>, <c>https://host/llm/v1/chat/completions</c>.</summary>
public static class ServerAddress
{
    /// <summary>Ends of an address that belong to a call, not to the server.</summary>
    private static readonly string[] CallPaths =
        ["/v1", "/v1/models", "/v1/completions", "/v1/chat/completions", "/api", "/api/v0", "/api/v0/models", "/api/v1", "/api/v1/models", "/api/tags"];

    /// <summary>Gives the server's base address, ending in a slash and without <c>/v1</c>, or one sentence on what to write instead.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        var written = text?.Trim() ?? "";
        if (written.Length == 0)
        {
            problem = "The server address is empty. Write one such as http://127.0.0.1:1234.";
            return false;
        }
        if (!Uri.TryCreate(WithScheme(written), UriKind.Absolute, out var parsed) || parsed.Host.Length == 0)
        {
            problem = $"\"{written}\" is no server address. Write one such as http://127.0.0.1:1234.";
            return false;
        }
        problem = ProblemOf(parsed, written);
        address = problem is null ? Normalize(parsed) : null;
        return address is not null;
    }

    /// <summary>The same for a caller without a place for the problem.</summary>
    /// <exception cref="ServerException">It is no address; the message says what to write.</exception>
    public static Uri Parse(string? text) =>
        TryParse(text, out var address, out var problem) ? address : throw new ServerException(problem);

    /// <summary>The base address: no query, no API path, one slash at the end, so that relative paths append to it.</summary>
    public static Uri Normalize(Uri address)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        var call = CallPaths.Where(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase)).MaxBy(end => end.Length);
        var prefix = call is null ? path : path[..^call.Length].TrimEnd('/');
        return new Uri($"{address.GetLeftPart(UriPartial.Authority)}{prefix}/");
    }

    /// <summary>As people write it, without the slash at the end.</summary>
    public static string Display(Uri address) => address.AbsoluteUri.TrimEnd('/');

    private static string WithScheme(string written)
    {
        if (written.Contains("://", StringComparison.Ordinal))
            return written;
        var isPort = ushort.TryParse(written.TrimStart(':'), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
        return isPort ? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}") : $"http://{written}";
    }

    private static string? ProblemOf(Uri address, string written) => address switch
    {
        { Scheme: not ("http" or "https") } => $"\"{written}\" starts with {address.Scheme}://. A server is reached with http:// or https://.",
        { UserInfo.Length: > 0 } =>
            "The server address holds a name or password. Put the key into an environment variable and name that with --api-key-env.",
        { Port: 0 } => $"\"{written}\" has port 0. Write the port the server listens on, such as 1234.",
        _ => null,
    };
}
