using LlmObs.Comparisons;
using LlmObs.Plans;
using LlmObs.Runner.Cli.Comparing;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Cli;

/// <summary>What happens on <c>llmobs compare</c>, from the files to the exit code.</summary>
internal sealed class CompareStory(Surroundings surroundings)
{
    public required IReadOnlyList<string> Sides { get; init; }

    public required IReadOnlyList<string> Baselines { get; init; }

    public required IReadOnlyList<string> Pairs { get; init; }

    public required IReadOnlyList<string> FailIf { get; init; }

    public required string? SaveTo { get; init; }

    public required bool IsJson { get; init; }

    public async Task<int> TellAsync()
    {
        try
        {
            var sides = Sides.Select(ComparedFiles.Read).ToList();
            var mistakes = Mistakes(sides).ToList();
            if (mistakes.Count > 0)
                return await surroundings.RefuseAsync(mistakes);
            if (SaveTo is { } path)
            {
                ComparedFiles.Save(path, sides[0]);
                surroundings.Humans(IsJson).Say($"Written: {path}");
                if (sides is [{ Results: [_] }])
                    return ExitCodes.Good;
            }
            var comparison = sides is [var only]
                ? Comparison.Within(only.Results, only.AnchorVariant, [.. Baselines], [.. Pairs.Select(Pair)])
                : Comparison.Between(sides[0].Results, sides[1].Results);
            return comparison.Refusals.Count > 0 ? await surroundings.RefuseAsync(comparison.Refusals) : await ShowAsync(comparison, sides.Count == 1 ? "block" : "load");
        }
        catch (SessionFolderException refused)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
    }

    private async Task<int> ShowAsync(Comparison comparison, string unit)
    {
        var broken = FailIf.Select(FailRule.Parse).OfType<FailRule>().SelectMany(rule => rule.Broken(comparison)).Distinct(StringComparer.Ordinal).ToList();
        if (IsJson)
            await surroundings.Output.WriteLineAsync(CompareJson.Line(comparison, broken));
        else
            surroundings.Humans(json: false).Console.Write(CompareView.Of(comparison, unit));
        await surroundings.TellAsync(broken.Select(sentence => $"--fail-if: {sentence}"));
        return broken.Count > 0 ? ExitCodes.SomethingFailed : ExitCodes.Good;
    }

    private IEnumerable<string> Mistakes(IReadOnlyList<ComparedSide> sides)
    {
        foreach (var rule in FailIf.Where(rule => FailRule.Parse(rule) is null))
            yield return $"--fail-if: \"{rule}\" is no rule. {FailRule.Form}";
        if (sides.Count > 1 && Baselines.Count + Pairs.Count > 0)
            yield return "--baseline and --pair are of one session; between two, variants of equal name are compared. Name one session, or leave them out.";
        foreach (var pair in Pairs.Where(pair => pair.Split(':') is not [{ Length: > 0 }, { Length: > 0 }]))
            yield return $"--pair: \"{pair}\" is no pair. Write BASELINE:CANDIDATE, two variants' ids.";
        var known = sides[0].Results.Select(one => one.Variant).ToList();
        foreach (var name in Baselines.Concat(Pairs.Where(pair => pair.Split(':').Length == 2).SelectMany(pair => pair.Split(':'))).Where(name => !known.Contains(name, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal))
            yield return $"{name} was not measured in {Sides[0]}. {NearestName.Advice(name, known)}";
    }

    private static (string Baseline, string Candidate) Pair(string text) => (text.Split(':')[0], text.Split(':')[1]);
}
