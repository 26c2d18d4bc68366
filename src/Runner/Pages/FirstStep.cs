using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Pages;

/// <summary>What the service does of itself when it starts: on the Simulator it runs the plan; a real server is left alone until asked.</summary>
internal static class FirstStep
{
    /// <summary>The reason why nothing can be started, or null when a session has begun or the desk waits for the user.</summary>
    public static async Task<string?> TakeAsync(IServiceProvider services, ServeOptions options, CancellationToken cancellationToken)
    {
        var desk = services.GetRequiredService<SessionDesk>();
        if (options.RunAtOnce || options.Once || options.WantsSimulator)
            return desk.Start(options.Plan);
        var found = await ServersAsync(services.GetRequiredService<ServerConnector>(), options, cancellationToken);
        if (found.Count == 0)
            return desk.Start(options.Plan);
        desk.Wait(Waits(found, options.PlanName), found.Count == 1 ? found[0] : null);
        return null;
    }

    private static async Task<IReadOnlyList<ServerIdentity>> ServersAsync(ServerConnector connector, ServeOptions options, CancellationToken cancellationToken)
    {
        if (options.Server is null)
            return await connector.FindLocalAsync(cancellationToken);
        await using var server = await connector.ConnectAsync(options.Server, options.ApiKey, cancellationToken);
        return [server.Identity];
    }

    private static string Waits(IReadOnlyList<ServerIdentity> servers, string plan)
    {
        var names = string.Join(" and ", servers.Select(server => $"{server.Name} at {ServerAddress.Display(server.Address)}"));
        return servers.Count == 1
            ? $"{names} is ready to be measured. Nothing starts unasked on a real server: press Run {plan} plan on the page, or begin with --run."
            : $"Several servers run here: {names}. Start again with --server and the address of the one to measure.";
    }
}
