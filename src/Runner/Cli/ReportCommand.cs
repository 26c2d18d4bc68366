using System.CommandLine;
using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs report</c>: writes every report of a session anew from its journal.</summary>
internal static class ReportCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var folder = new Argument<string>("DIR") { Description = "The session's folder." };
        var command = new ExampledCommand("report", "Rebuilds a session's reports from its files and shows the result.")
        {
            Examples = [new("llmobs report results/mac-512gb-20260204-221000", "Rebuild its .json, .md and summary.md")],
        };
        command.Add(folder);
        folder.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
        command.SetAction((parsed, _) => RebuildAsync(surroundings, parsed.GetRequiredValue(folder)));
        return command;
    }

    private static async Task<int> RebuildAsync(Surroundings surroundings, string folder)
    {
        try
        {
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
