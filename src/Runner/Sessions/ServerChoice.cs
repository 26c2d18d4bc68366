using LlmObs.Runner.Servers;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Sessions;

/// <summary>Decides which server is measured: the one named, else the one found on this machine, else the Simulator.</summary>
public sealed class ServerChoice(ServerConnector connector)
{
    /// <param name="address">The server the user named; null looks for one.</param>
    /// <param name="apiKey">Its key, where it wants one.</param>
    /// <param name="simulator">A Simulator that runs already; null starts one in this process when it is needed.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="ServerException">The named one cannot be used, or several were found.</exception>
    public async Task<ChosenServer> ChooseAsync(Uri? address, string? apiKey, Uri? simulator, CancellationToken cancellationToken)
    {
        if (address is not null)
            return Chosen(await connector.ConnectAsync(address, apiKey, cancellationToken), "as asked");

        var found = await connector.FindLocalAsync(cancellationToken);
        return found switch
        {
            [] => await SimulatorAsync(simulator, "No LLM server was found on this machine, so the Simulator is measured", cancellationToken),
            [var only] => Chosen(await connector.ConnectAsync(only.Address, apiKey, cancellationToken), "found on this machine"),
            _ => throw new ServerException($"Several servers run here: {string.Join(", ", found.Select(server => $"{server.Name} at {server.Address}"))}. Name one with --server."),
        };
    }

    /// <summary>The Simulator: the one that runs, or one in this process.</summary>
    public async Task<ChosenServer> SimulatorAsync(Uri? running, string why, CancellationToken cancellationToken)
    {
        var embedded = running is null ? await SimulatorHost.StartAsync(new SimulatorOptions(), cancellationToken) : null;
        var server = await connector.ConnectAsync(running ?? embedded!.Address, null, cancellationToken);
        return new ChosenServer(server, $"{why}: no figure says anything about a real model.", embedded);
    }

    private static ChosenServer Chosen(ILlmServer server, string how) =>
        new(server, $"{server.Identity.Name} {server.Identity.Version} at {server.Identity.Address}, {how}".Replace("  ", " ", StringComparison.Ordinal), null);
}

/// <summary>The server to measure, with the Simulator that was started for it, if one was.</summary>
public sealed class ChosenServer(ILlmServer server, string said, SimulatorHost? simulator) : IAsyncDisposable
{
    public ILlmServer Server => server;

    /// <summary>What was chosen and why, in one sentence.</summary>
    public string Said => said;

    /// <summary>A Simulator in this process: nobody else measures on it, and nothing on it is worth a warning to others.</summary>
    public bool IsOurOwn => simulator is not null;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        if (simulator is not null)
            await simulator.DisposeAsync();
    }
}
