using LlmObs.Simulator.Machine;

namespace LlmObs.Simulator.Streams;

/// <summary>The words of an answer: harmless, always the same for the same request, and marked as simulated.</summary>
internal static class AnswerText
{
    private static readonly string[] Opening = ["[simulated]", " This", " text", " was", " made", " by", " the", " Simulator", "."];

    private static readonly string[] Words =
    [
        " the", " a", " model", " token", " 叠加", " 量子", " list", " sorts", " pivot", " recursion", ",", ".", " def", " return", " left", " right",
        " gradient", " chain", " rule", " layer", " 反向", " 传播", " box", " label", " module", " test", " refactor", " name", "\n", " and", " so", " 😀",
    ];

    public static IEnumerable<string> Tokens(int seed, string model, string prompt, int? requestSeed, int count)
    {
        var dice = Dice.For(seed, model, prompt, requestSeed, "text");
        return Opening.Concat(Enumerable.Range(0, Math.Max(0, count - Opening.Length)).Select(_ => Words[dice.Next(Words.Length)])).Take(count).ToList();
    }
}
