using System.CommandLine;
using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs report</c>: writes every report of a session anew from its journal.</summary>
internal static class ReportCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var folder = new Argument<string>("DIR") { Description = "The session's folder, or one of imported results." };
        var command = new ExampledCommand("report", "Rebuilds the reports of a session, or of imported results, from their files.")
        {
            Examples = [new("llmobs report results/mac-512gb-20260204-221000", "Rebuild its .json, .md and summary.md")],
        };
        command.Add(folder);
        folder.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
        command.SetAction((parsed, _) => RebuildAsync(surroundings, parsed.GetRequiredValue(folder)));
        return command;
    }

    private static int Imported(Surroundings surroundings, string folder)
    {
        var humans = surroundings.Humans(json: false);
        ImportWords.Write(humans, ImportFolder.Rebuild(folder));
        humans.Say($"Rebuilt from the imported results: {Path.Combine(folder, "summary.md")}");
        return ExitCodes.Good;
    }

    private static async Task<int> RebuildAsync(Surroundings surroundings, string folder)
    {
        try
        {
            if (ImportFolder.Is(folder))
                return Imported(surroundings, folder);
            var content = SessionContent.Read(folder);
            var results = SessionReports.Rebuild(content);
            var humans = surroundings.Humans(json: false);
            humans.Console.Write(ResultTable.Of(results, humans.Console.Profile.Width));
            if (content.ChangedPlan is { } changed)
                humans.Say($"{changed} Names, categories and settings in the reports are the edited ones; what was measured is not.");
            if (SessionProgress.Of(content.Header, content.Entries) is { IsOver: false } progress)
                humans.Say($"Stopped after {progress.Share}: run --resume goes on with it.");
            humans.Say($"Rebuilt from the journal: {Path.Combine(folder, "summary.md")}");
            return ExitCodes.Good;
        }
        catch (SessionFolderException refused)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
    }
}
