using System.Text.RegularExpressions;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Answers;

/// <summary>Writes what a model answers: the same for the same seed, model, prompt and request seed, and worse for a coarser quantization.</summary>
internal sealed partial class AnswerWriter(SimulatorOptions options)
{
    private const int ShortestGeneric = 300;
    private const int LongestGeneric = 900;

    public Answer Write(SimulatedModel model, Question question)
    {
        var inChinese = question.Prompt.Any(sign => sign is >= '\u4e00' and <= '\u9fff');
        var limit = question.MaximumTokens is >= 0 and var maximum ? maximum : int.MaxValue;
        var thinking = Reasoning(model, question, inChinese);
        var content = Content(model, question, inChinese, limit - Math.Min(limit, thinking.Count));
        return new Answer
        {
            ReasoningTokens = [.. thinking.Take(limit)],
            ContentTokens = [.. content.Take(Math.Max(0, limit - thinking.Count))],
            IsCut = thinking.Count + content.Count > limit || (question.IgnoresEnd && limit < int.MaxValue),
        };
    }

    private List<string> Reasoning(SimulatedModel model, Question question, bool inChinese)
    {
        if (model.ThinkingTokens == 0)
            return [];
        var text = inChinese ? "（模拟思考）" : "(Simulated thinking.) ";
        return [.. Filled(TokenPieces.Split(text), Sentences(model, question, inChinese, "thinking"), model.ThinkingTokens).Take(model.ThinkingTokens)];
    }

    private List<string> Content(SimulatedModel model, Question question, bool inChinese, int limit)
    {
        if (HiddenFacts.Answer(question.Prompt, options.FindsWithin) is { } found)
            return [.. TokenPieces.Split(found)];
        var known = KnownAnswers.All.FirstOrDefault(answer => answer.Marks.Any(mark => question.Prompt.Contains(mark, StringComparison.OrdinalIgnoreCase)));
        var opening = known is null ? Opening(inChinese) : Spoken(known, model, question);
        var natural = known?.NaturalTokens ?? ForBase(model, question, "length").Next(ShortestGeneric, LongestGeneric);
        var wanted = question.IgnoresEnd || model.AnswersInFull ? Math.Min(limit, 100_000) : natural;
        return [.. Filled(TokenPieces.Split(opening), Sentences(model, question, inChinese, "content"), wanted)];
    }

    private static string Opening(bool inChinese) => inChinese ? "（模拟回答）" : "This answer is simulated. ";

    private string Spoken(KnownAnswer known, SimulatedModel model, Question question)
    {
        var dice = ForVariant(model, question, "known");
        var text = string.Concat(known.Sentences.Select(sentence => dice.NextDouble() < model.Drift ? sentence.Wrong : sentence.Right));
        return text.Replace("{paths}", Paths(question.Prompt), StringComparison.Ordinal);
    }

    private static string Paths(string prompt)
    {
        var paths = PathPattern().Matches(prompt).Select(match => match.Value).Distinct(StringComparer.Ordinal).Take(4).ToList();
        return paths.Count == 0 ? "（未给出路径）" : string.Join('、', paths.Select(path => $"`{path}`"));
    }

    /// <summary>Shared by all quantizations of a model, but for the share of sentences that drifts.</summary>
    private IEnumerable<string> Sentences(SimulatedModel model, Question question, bool inChinese, string part)
    {
        var (shared, own) = (ForBase(model, question, part), ForVariant(model, question, part));
        while (true)
        {
            var right = FillerSentences.Next(shared, inChinese);
            yield return own.NextDouble() < model.Drift ? FillerSentences.Next(own, inChinese) : right;
        }
    }

    private static IEnumerable<string> Filled(IEnumerable<string> tokens, IEnumerable<string> sentences, int wanted)
    {
        var count = 0;
        foreach (var token in tokens)
        {
            count++;
            yield return token;
        }
        using var more = sentences.GetEnumerator();
        while (count < wanted && more.MoveNext())
        {
            foreach (var token in TokenPieces.Split(more.Current))
            {
                count++;
                yield return token;
            }
        }
    }

    private Random ForBase(SimulatedModel model, Question question, string part) =>
        Dice.For(options.Seed, model.Architecture, question.Prompt, question.EffectiveSeed, part);

    private Random ForVariant(SimulatedModel model, Question question, string part) =>
        Dice.For(options.Seed, model.Key, question.Prompt, question.EffectiveSeed, part);

    [GeneratedRegex(@"[\w./-]*\w\.(py|cs|ts|js|go|rs|md|json|toml)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathPattern();
}
