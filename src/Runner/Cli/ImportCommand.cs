using System.CommandLine;
using LlmObs.Imports;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs import</c>: other programs' result files, with what is wrong with believing them.</summary>
internal static class ImportCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var files = new Argument<string[]>("FILE") { Description = $"A result file of {string.Join(" or ", ImportReader.FormatNames)}; several may be named.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--output", "-o") { Description = "The folder to write to.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("results", "imported") };
        var command = new ExampledCommand("import", "Reads result files of other programs and tells what is wrong with believing them.")
        {
            Examples = [new("llmobs import old/lmstudio-benchmark-*.json --output results/old", "One .json and .md a file, and summary.md")],
        };
        command.Add(files);
        command.Add(output);
        files.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
        command.SetAction((parsed, _) => ImportAsync(surroundings, parsed.GetRequiredValue(files), parsed.GetRequiredValue(output)));
        return command;
    }

    private static async Task<int> ImportAsync(Surroundings surroundings, string[] files, string output)
    {
        var (results, problems) = ImportFolder.Read(files);
        if (problems.Count > 0)
            return await surroundings.RefuseAsync([.. problems, "Nothing was written."]);
        try
        {
            ImportFolder.Write(output, results);
        }
        catch (SessionFolderException refused)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
        var humans = surroundings.Humans(json: false);
        ImportWords.Write(humans, results);
        humans.Say($"Written: {Path.Combine(output, "summary.md")}");
        return ExitCodes.Good;
    }
}
