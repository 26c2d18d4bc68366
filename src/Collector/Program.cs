using LlmObs.Collector;

return await CollectorCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
