using LlmObs.AppHost;

var (options, exitCode) = AppHostCommand.Parse(args, Console.Out, Console.Error);
return options is null ? exitCode : await AppHostRun.RunAsync(options, TimeProvider.System);
