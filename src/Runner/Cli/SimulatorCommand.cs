using System.CommandLine;
using LlmObs.Runner.Calibrations;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs simulator</c>, for the calibration: prints the Simulator's address and that of a listener for telemetry, and ends when its standard input does.</summary>
internal static class SimulatorCommand
{
    public const string Name = "simulator";

    public static Command Create(Surroundings surroundings)
    {
        var slots = new Option<int>("--parallel-slots") { Description = "Requests a model answers at once.", DefaultValueFactory = _ => 4 };
        var command = new Command(Name, "Starts the Simulator and a listener that drops all telemetry, prints their addresses, and ends with its standard input.") { slots };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(surroundings, new SimulatorOptions { ParallelSlots = parsed.GetValue(slots), NeighbourCost = 0 }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, SimulatorOptions options, CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatorHost.StartAsync(options, cancellationToken);
        await using var drain = await TelemetryDrain.StartAsync(cancellationToken);
        await surroundings.Output.WriteLineAsync(simulator.Address.ToString());
        await surroundings.Output.WriteLineAsync(drain.Address.ToString());
        await surroundings.Output.FlushAsync(cancellationToken);
        try
        {
            await Console.In.ReadToEndAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        return ExitCodes.Good;
    }
}
