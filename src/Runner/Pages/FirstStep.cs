using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Pages;

/// <summary>What the service does of itself when it starts: on the Simulator it runs the plan; a real server is left alone until asked.</summary>
internal static class FirstStep
{
    /// <summary>The reason why nothing was started, or null when a session has begun.</summary>
    public static async Task<string?> TakeAsync(IServiceProvider services, ServeOptions options, CancellationToken cancellationToken)
    {
        var desk = services.GetRequiredService<SessionDesk>();
        if (options.RunAtOnce || options.Once || options.WantsSimulator)
            return desk.Start(options.Plan);
        if (options.Server is not null)
            return Waits(options.Server.ToString());
        var found = await services.GetRequiredService<ServerConnector>().FindLocalAsync(cancellationToken);
        return found.Count == 0 ? desk.Start(options.Plan) : Waits(string.Join(", ", found.Select(Name)));
    }

    private static string Name(ServerIdentity server) => $"{server.Name} at {server.Address}";

    private static string Waits(string servers) =>
        $"{servers}: nothing is started unasked on a real server. Use the dashboard's command, POST /api/sessions?plan=quick, or start with --run.";
}
