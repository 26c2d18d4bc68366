using LlmObs.Runner.Cli;

using var interruption = new Interruption(Console.Error);
return await LlmObsCommand.InvokeAsync(args, Surroundings.OfThisProcess(), interruption.Token);
