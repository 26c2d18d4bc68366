using System.Net;
using Microsoft.AspNetCore.Http;

namespace LlmObs.ServiceDefaults;

/// <summary>
/// Whether a question comes from this machine's own programs and pages. Listening on loopback keeps other machines out, and not a foreign page in a browser here,
/// whose name may be made to point to this machine.
/// </summary>
public static class OwnHost
{
    /// <summary>How a Prometheus in a container calls this machine: through Aspire's tunnel, Docker, Podman. No foreign page can have such a name.</summary>
    private static readonly string[] NamesInContainers = ["aspire.dev.internal", "host.docker.internal", "host.containers.internal"];

    /// <summary>Asked under a name of this machine, and where it changes something not by a foreign page. Metrics alone are for whoever asks.</summary>
    public static bool Asks(HttpRequest request)
    {
        if (IsScrape(request))
            return true;
        if (!IsLoopback(request.Host.Host))
            return false;
        var origin = request.Headers.Origin.ToString();
        return HttpMethods.IsGet(request.Method) || origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}";
    }

    /// <summary>All addresses of loopback, since each may be listened on. An address is nobody's page: a foreign name is not one, whatever it points to.</summary>
    private static bool IsLoopback(string name) => string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));

    private static bool IsScrape(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && request.Path == ServiceDefaultsExtensions.MetricsPath
        && NamesInContainers.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase);
}
