using System.Globalization;
using LlmObs.Capacity;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmObs.Runner.Cli.Fitting;

/// <summary>What fits, for people: each candidate once, then context by context.</summary>
internal static class FitView
{
    public static IRenderable Of(FitQuestion question, IReadOnlyList<Candidate> candidates) => new Rows(
    [
        new Text(FitWords.Budget(question.Budget)),
        Models(question, candidates),
        Contexts(question, candidates),
        .. FitWords.Notes(question, candidates).Select(note => new Text(note)),
    ]);

    private static Table Models(FitQuestion question, IReadOnlyList<Candidate> candidates)
    {
        var table = Empty(["Model"], ["Weights", $"KV {question.CacheType.Name}, a token", "State, a stream", .. CacheType.All.Select(type => $"Largest context, {type.Name}")]);
        foreach (var candidate in candidates)
        {
            table.AddRow(Cells(
            [
                candidate.Name, FitWords.Memory(candidate.Weights?.Bytes), FitWords.Memory((long?)candidate.Shape?.BytesPerToken(question.CacheType)), FitWords.Memory(candidate.Shape?.StateBytes),
                .. CacheType.All.Select(type => FitWords.Largest(candidate, question, type)),
            ]));
        }
        return table;
    }

    private static Table Contexts(FitQuestion question, IReadOnlyList<Candidate> candidates)
    {
        var table = Empty(["Model"], ["Context", .. question.Sequences.Select(count => count == 1 ? "1 stream" : string.Create(CultureInfo.InvariantCulture, $"{count} streams")), "Streams that fit"]);
        foreach (var candidate in candidates)
        {
            foreach (var context in question.ContextsOf(candidate))
            {
                table.AddRow(Cells(
                [
                    candidate.Name, FitWords.Tokens(context), .. question.Sequences.Select(count => FitWords.Verdict(question.Of(candidate, context, count))),
                    FitWords.Tokens(MemoryFit.MostSequences(candidate, question.Budget, context, question.CacheType)),
                ]));
            }
        }
        return table;
    }

    private static Table Empty(string[] words, string[] figures)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(words);
        foreach (var figure in figures)
            table.AddColumn(new TableColumn(figure).RightAligned());
        return table;
    }

    private static IEnumerable<Text> Cells(IEnumerable<string> cells) => cells.Select(cell => new Text(cell));
}
