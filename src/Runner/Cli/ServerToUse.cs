using LlmObs.Runner.Sessions;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Cli;

/// <summary>Opens the server a command is about: the one named, the Simulator by its name, or the one that is found.</summary>
internal static class ServerToUse
{
    public const string Simulator = "simulator";

    public static async Task<ChosenServer> OpenAsync(Surroundings surroundings, string? server, Uri? address, string? apiKey, CancellationToken cancellationToken)
    {
        if (server != Simulator)
            return await surroundings.ChooseServer(address, apiKey, cancellationToken);
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), cancellationToken);
        var connected = await surroundings.Connector.ConnectAsync(simulator.Address, null, cancellationToken);
        return new ChosenServer(connected, "The Simulator, as asked: no figure says anything about a real model.", simulator);
    }
}
