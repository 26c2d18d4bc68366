using System.CommandLine;
using LlmObs.Runner.Downloads;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs models download</c>: over night, to be measured the next day.</summary>
internal static class ModelsDownloadCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var words = new ModelsWords();
        var collector = ServerOptions.Collector();
        var collectorTokenFile = ServerOptions.CollectorTokenFile();
        var until = new Option<string?>("--until") { Description = "Begin no download after this local time.", HelpName = "07:00" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be fetched, and how much it is." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line on standard output, words for people on standard error." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress, only the result." };
        var command = new ExampledCommand("download", "Has the server fetch what a plan names and it has not, one after the other; measures nothing.")
        {
            Examples =
            [
                new("llmobs models download mac-512gb --dry-run", "What is missing, and how much it is"),
                new("llmobs models download mac-512gb --only 'minimax-*-q4*' --until 07:00", "Two variants, over night"),
            ],
        };
        words.AddTo(command);
        foreach (var option in new Option[] { collector, collectorTokenFile, until, dryRun, json, quiet })
            command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var mistakes = new List<string>();
            var question = words.Read(parsed, surroundings, mistakes);
            var witness = ServerOptions.Collector(parsed.GetValue(collector), surroundings, mistakes, parsed.GetValue(collectorTokenFile));
            var end = RunOptionRules.Until(parsed.GetValue(until), surroundings.Clock, mistakes);
            if (mistakes.Count > 0)
                return await surroundings.RefuseAsync(mistakes);
            var humans = surroundings.Humans(parsed.GetValue(json));
            var fetch = new ModelFetch(surroundings, humans, parsed.GetValue(json), parsed.GetValue(quiet));
            return await DownloadAsync(surroundings, humans, question, fetch, parsed.GetValue(dryRun), witness, end, cancellationToken);
        });
        return command;
    }

    private static async Task<int> DownloadAsync(Surroundings surroundings, HumanOutput humans, ModelsQuestion question, ModelFetch fetch, bool isDry, Uri? collector, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        try
        {
            await using var chosen = await ServerToUse.OpenAsync(surroundings, question.Server, question.Address, question.ApiKey, cancellationToken);
            humans.Say(chosen.Said);
            if (isDry)
            {
                await fetch.IntendAsync(chosen.Server, question.Plan!, question.Selection, collector, cancellationToken);
                return ExitCodes.Good;
            }
            return await fetch.RunAsync(chosen.Server, question.Plan!, question.Selection, collector, until, cancellationToken) switch
            {
                DownloadOutcome.Refused refused => await surroundings.RefuseAsync(refused.Problems),
                DownloadOutcome.Ended ended => await EndAsync(surroundings, humans, ended),
                var other => throw new NotSupportedException(other.GetType().Name),
            };
        }
        catch (ServerException refused)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static async Task<int> EndAsync(Surroundings surroundings, HumanOutput humans, DownloadOutcome.Ended ended)
    {
        if (ended.Lost is { } lost)
            await surroundings.Error.WriteLineAsync($"llmobs: {lost}");
        var there = ended.Results.Count(result => result.IsThere);
        humans.Say(ended.Results.Count == 0 ? "Nothing is missing: every variant is on the server." : $"{there} of {ended.Results.Count} that were missing are there now.");
        return ended switch
        {
            { IsInterrupted: true } => ExitCodes.Interrupted,
            { HasFailures: true } => ExitCodes.SomethingFailed,
            _ when ended.Results.Any(result => result.IsOpen) => ExitCodes.Interrupted,
            _ => ExitCodes.Good,
        };
    }
}
