using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>The last words of a run: the table, what failed, where the files are, how to go on.</summary>
internal static class ResultWords
{
    public static void Write(HumanOutput humans, SessionOutcome.Ended ended, string ownCommand)
    {
        if (ended.Results.Count > 0)
            humans.Console.Write(ResultTable.Of(ended.Results, humans.Console.Profile.Width));
        foreach (var result in ended.Results.Where(result => result.Failure is not null))
            humans.Say($"{result.Variant.Id}: {result.Failure}");
        foreach (var missing in ended.Content.Header.Missing)
            humans.Say($"{missing.Variant}: not measured, {missing.Reason}.");
        humans.Say($"Reports: {Path.Combine(ended.Folder, "summary.md")}");
        if (ended.End == SessionEnd.Interrupted)
            humans.Say($"{Stopped(ended)} Go on with: {ownCommand} run --resume {OwnCommand.Quoted(ended.Folder)}");
    }

    private static string Stopped(SessionOutcome.Ended ended) =>
        ended.Progress is { IsOver: false } progress ? $"Stopped after {progress.Share}." : "Stopped before its end.";
}
