using System.Globalization;
using LlmObs.Hardware;

namespace LlmObs.Collector.Servers;

/// <summary><c>PUT /servers/1234</c>: watch the server that listens there, and tell its processes as they are now.</summary>
internal static class ServerEndpoints
{
    public static void MapServers(this IEndpointRouteBuilder routes) => routes.MapPut("/servers/{port}", Answer);

    private static IResult Answer(string port, ServerWatch watch) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
            ? TypedResults.Json(watch.Watch(number), HostJson.Options)
            : TypedResults.Problem($"\"{port}\" is no port. Write the number of the port on which the server listens on this machine, such as /servers/1234.", statusCode: StatusCodes.Status400BadRequest);
}
