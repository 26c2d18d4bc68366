using LlmObs.Runner.Cli;

InlineCompletions.TurnOn();
TerminalWriter.TakeOver();
using var interruption = new Interruption(Console.Error);
return await LlmObsCommand.InvokeAsync(args, Surroundings.OfThisProcess(), interruption.Token);
