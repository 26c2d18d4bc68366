using System.Text;
using LlmObs.Plans;

namespace LlmObs.Sweeps;

/// <summary>A text of a wanted length with needles in it and the question after them: equal for equal seeds. There are no digits in it but the needles'.</summary>
public static class Haystack
{
    private static readonly string[] Qualities = ["quiet", "careful", "distant", "narrow", "early", "broad", "steady", "plain", "bright", "patient", "heavy", "gentle"];
    private static readonly string[] Things = ["river", "market", "garden", "letter", "harbour", "library", "mountain", "bridge", "window", "journey", "orchard", "village", "lantern", "station"];
    private static readonly string[] Deeds = ["follows", "remembers", "leaves", "crosses", "describes", "reaches", "divides", "carries", "surrounds", "resembles", "borders", "outlasts"];

    /// <summary>"// " and the line's end.</summary>
    private const int NonceMarks = 4;

    /// <param name="nonce">In the first line, against the server's prompt cache.</param>
    /// <param name="seed">The session's.</param>
    /// <param name="step">Decides the words, with the seed.</param>
    /// <param name="characters">Of the whole prompt at most; it is shorter by less than a sentence.</param>
    /// <param name="needles">Hidden each at its depth; without any, only the length counts.</param>
    public static string Fill(string nonce, int seed, int step, int characters, IReadOnlyList<Needle> needles)
    {
        var question = Question(needles);
        var length = characters - nonce.Length - NonceMarks - question.Length - needles.Sum(needle => needle.Sentence.Length);
        var draws = new Draws($"{seed}/haystack/{step}");
        var waiting = new Queue<Needle>(needles.OrderBy(needle => needle.Depth));
        var text = new StringBuilder($"// {nonce}\n", Math.Max(characters, 1024));
        var sentence = Sentence(draws);
        for (var filled = 0; filled + sentence.Length <= length; sentence = Sentence(draws))
        {
            Hide(waiting, text, share: (double)filled / length);
            text.Append(sentence);
            filled += sentence.Length;
        }
        Hide(waiting, text, share: 1);
        return text.Append(question).ToString();
    }

    private static string Sentence(Draws draws) => $"The {draws.One(Qualities)} {draws.One(Things)} {draws.One(Deeds)} the {draws.One(Qualities)} {draws.One(Things)}. ";

    private static void Hide(Queue<Needle> waiting, StringBuilder text, double share)
    {
        while (waiting.TryPeek(out var next) && next.Depth <= share)
            text.Append(waiting.Dequeue().Sentence);
    }

    /// <summary>The counting makes an answer long enough for a decode speed.</summary>
    private static string Question(IReadOnlyList<Needle> needles) => needles.Count == 0
        ? "\n\nWrite the numbers from 1 to 40, separated by blanks, and nothing else."
        : $"\n\nThe text above hides a code for each of these doors: {string.Join(", ", needles.Select(needle => needle.Door))}. Answer at once with one line for each door, its name and its code. Then write the numbers from 1 to 40, separated by blanks, and nothing else.";
}
