using LlmObs.Plans;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>The last words of a run: the table, what failed, where the files are, how to go on.</summary>
internal static class ResultWords
{
    public static void Write(HumanOutput humans, SessionOutcome.Ended ended, string ownCommand, string? plan)
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
        if (Deletion(ended, ownCommand, plan) is { } words)
            humans.Say(words);
    }

    /// <summary>Nothing is deleted by a run: the command is named where the plan wants it so, once all is measured.</summary>
    internal static string? Deletion(SessionOutcome.Ended ended, string ownCommand, string? plan) =>
        ended is { End: SessionEnd.Completed, Content: { Header.Server.IsSimulated: false, Plan: { Settings.CleanUp.DeleteModels: ModelDeletion.WhenAsked } measured } }
            ? $"All is measured. When you are sure of it, this frees the disk, and asks first: {ownCommand} models delete {OwnCommand.Quoted(plan ?? measured.Name)} --output {OwnCommand.Quoted(Path.GetDirectoryName(Path.GetFullPath(ended.Folder))!)}"
            : null;

    private static string Stopped(SessionOutcome.Ended ended) =>
        ended.Progress is { IsOver: false } progress ? $"Stopped after {progress.Share}." : "Stopped before its end.";
}
