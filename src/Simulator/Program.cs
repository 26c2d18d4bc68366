using LlmObs.Simulator;

var (options, exitCode) = SimulatorCommand.Parse(args);
if (options is null)
    return exitCode;

await using var simulator = await SimulatorHost.StartAsync(options, CancellationToken.None);
Console.WriteLine($"The Simulator listens on {simulator.Address} (LM Studio look-alike; nothing it says was measured)");
Console.WriteLine($"Hazard scenarios: {simulator.HazardAddress}");
await simulator.WaitForShutdownAsync();
return 0;
