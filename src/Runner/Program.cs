using LlmObs.Runner.Cli;

TerminalWriter.TakeOver();
using var interruption = new Interruption(Console.Error);
return await LlmObsCommand.InvokeAsync(args, Surroundings.OfThisProcess(), interruption.Token);
