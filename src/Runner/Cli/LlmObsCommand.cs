using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LlmObs.Runner.Cli;

/// <summary>The command line <c>llmobs</c>.</summary>
public static class LlmObsCommand
{
    /// <summary>Runs one command line and says how it went as an <see cref="ExitCodes">exit code</see>.</summary>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var parsed = Create(surroundings).Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is null or ParseErrorAction)
            return await surroundings.RefuseAsync(ParseMistakes.Of(parsed, surroundings.Command));

        var invocation = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private static RootCommand Create(Surroundings surroundings)
    {
        var root = new RootCommand("Measures the LLM servers you run yourself: how fast, which quant, what fits – with evidence.")
        {
            RunCommand.Create(surroundings),
            PlanCommand.Create(surroundings),
            ModelsCommand.Create(surroundings),
            ReportCommand.Create(surroundings),
            CompareCommand.Create(surroundings),
            ImportCommand.Create(surroundings),
            FitCommand.Create(surroundings),
            ServeCommand.Create(surroundings),
            ServersCommand.Create(surroundings),
            DoctorCommand.Create(surroundings),
            CalibrateCommand.Create(surroundings),
            SimulatorCommand.Create(surroundings),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
