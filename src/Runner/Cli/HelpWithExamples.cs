using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LlmObs.Runner.Cli;

/// <summary>The usual help, with examples below.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var examples = ExamplesOf(parseResult.CommandResult.Command);
        if (examples.Count == 0)
            return ExitCodes.Good;

        var output = parseResult.InvocationConfiguration.Output;
        var width = examples.Max(example => example.Line.Length);
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example.Line.PadRight(width)}  {example.Meaning}");
        output.WriteLine();
        return ExitCodes.Good;
    }

    /// <summary>Its own; a command that only holds others shows the first of each.</summary>
    private static List<Example> ExamplesOf(Command command) => command is ExampledCommand own
        ? [.. own.Examples]
        : [.. command.Subcommands.OfType<ExampledCommand>().Select(inner => inner.Examples[0])];
}
