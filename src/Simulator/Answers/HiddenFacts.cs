using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmObs.Simulator.Answers;

/// <summary>Finds what a context sweep hides in a prompt, as far as the model is said to look back.</summary>
internal static partial class HiddenFacts
{
    /// <summary>Null where the prompt asks for none.</summary>
    /// <param name="prompt">The question stands at its end.</param>
    /// <param name="within">Tokens from the end that it looks at; null is all.</param>
    public static string? Answer(string prompt, int? within)
    {
        var question = prompt.LastIndexOf("The text above hides a code", StringComparison.Ordinal);
        if (question < 0)
            return null;
        var seen = within is { } tokens ? TokenPieces.Tail(prompt[..question], tokens) : prompt[..question];
        var lines = Fact().Matches(seen).Select(fact => $"{fact.Groups["door"].Value}: {fact.Groups["code"].Value}\n");
        var numbers = string.Join(' ', Enumerable.Range(1, 40).Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return $"{string.Concat(lines)}(simulated) {numbers}";
    }

    [GeneratedRegex(@"the code of the (?<door>\w+) door is (?<code>\d{6})", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Fact();
}
