using System.CommandLine;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs models delete</c> and <c>models list</c>: the same look; only the first deletes, and asks first.</summary>
internal static class ModelsDeleteCommand
{
    public static Command List(Surroundings surroundings)
    {
        var (words, output) = (new ModelsWords(), Output());
        var command = new ExampledCommand("list", "Shows a plan's models on this disk: what is measured, which files they are, what could be deleted.")
        {
            Examples = [new("llmobs models list mac-512gb", "Files and sizes, and why each may or may not be deleted")],
        };
        words.AddTo(command);
        command.Add(output);
        command.SetAction((parsed, cancellationToken) => TellAsync(surroundings, words, parsed, new DeletionWishes { Output = parsed.GetRequiredValue(output), IsDry = true }, cancellationToken));
        return command;
    }

    public static Command Delete(Surroundings surroundings)
    {
        var (words, output) = (new ModelsWords(), Output());
        var evenUnmeasured = new Option<bool>("--even-unmeasured") { Description = "Also what is not completely measured." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be deleted, and delete nothing." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask: for scripts." };
        var command = new ExampledCommand("delete", "Deletes the files of variants that are completely measured, after asking. Only LM Studio's, on this machine.")
        {
            Examples =
            [
                new("llmobs models delete mac-512gb --dry-run", "The files, their sizes and the total"),
                new("llmobs models delete mac-512gb --only minimax-m2.1-q4_k_s", "One variant; it is asked before anything is deleted"),
            ],
        };
        words.AddTo(command);
        foreach (var option in new Option[] { output, evenUnmeasured, dryRun, yes })
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => TellAsync(
            surroundings,
            words,
            parsed,
            new DeletionWishes { Output = parsed.GetRequiredValue(output), IsEvenUnmeasured = parsed.GetValue(evenUnmeasured), IsDry = parsed.GetValue(dryRun), IsSure = parsed.GetValue(yes) },
            cancellationToken));
        return command;
    }

    private static Option<string> Output() => new("--output", "-o") { Description = "The folder of the sessions.", DefaultValueFactory = _ => "results", HelpName = "DIR" };

    private static async Task<int> TellAsync(Surroundings surroundings, ModelsWords words, ParseResult parsed, DeletionWishes wishes, CancellationToken cancellationToken)
    {
        var mistakes = new List<string>();
        var question = words.Read(parsed, surroundings, mistakes);
        if (mistakes.Count > 0)
            return await surroundings.RefuseAsync(mistakes);
        try
        {
            return await new DeletionStory(surroundings, wishes).TellAsync(question, cancellationToken);
        }
        catch (ServerException refused)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            surroundings.Humans(json: false).Say("Nothing was deleted.");
            return ExitCodes.Interrupted;
        }
    }
}

/// <summary>How it is to be done.</summary>
internal sealed record DeletionWishes
{
    /// <summary>The folder of the sessions.</summary>
    public required string Output { get; init; }

    public bool IsEvenUnmeasured { get; init; }

    public bool IsDry { get; init; }

    /// <summary>Not to be asked.</summary>
    public bool IsSure { get; init; }
}
