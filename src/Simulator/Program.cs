using LlmObs.Simulator;

var (options, exitCode) = SimulatorCommand.Parse(args);
return options is null ? exitCode : await SimulatorCommand.RunAsync(options);
