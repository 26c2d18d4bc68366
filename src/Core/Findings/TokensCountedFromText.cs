using System.Text;
using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>
/// Tokens that nobody counted: the words of an answer, its letters, or its chunks. Splitting Chinese on spaces once made 7.96 tok/s of 47.
/// A recipe is believed where it gives the claimed number for every request that has one, so far as a budget did not set it.
/// </summary>
internal sealed class TokensCountedFromText : IFindingRule
{
    private const int LeastTokens = 8;
    private const int LeastRequests = 2;

    /// <summary>One number that happens to fit is no recipe, however often it comes.</summary>
    private const int LeastNumbers = 2;

    private static readonly (string Name, Func<string, double> Count)[] Recipes =
    [
        ("the words between its spaces", text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length),
        ("its characters", text => text.Length),
        ("a quarter of its characters", text => text.Length / 4.0),
        ("a quarter of its bytes", text => Encoding.UTF8.GetByteCount(text) / 4.0),
    ];

    public string Code => "tokens-counted-from-text";

    public Finding? Judge(Evidence evidence) => FromText(evidence) ?? FromChunks(evidence);

    private Finding? FromText(Evidence evidence)
    {
        var told = evidence.Counted.Where(request => request.Tokens >= LeastTokens && !(request.Tokens >= request.MaxTokens - 1) && Text(request).Length > 0).ToList();
        var recipe = told.Count < LeastRequests || told.DistinctBy(request => request.Tokens).Count() < LeastNumbers ? default : Recipes.FirstOrDefault(one => told.TrueForAll(request => Math.Abs(one.Count(Text(request)) - request.Tokens!.Value) < 1));
        return recipe.Name is null ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Serious,
            Sentence = $"The tokens were counted from the answer's text, not by a tokenizer: each number is {recipe.Name}. A rate made of them is of something else.",
            Seen = Evidence.Each(told, request => Invariant($"{request.Tokens} \"tokens\" in {Encoding.UTF8.GetByteCount(Text(request))} bytes of text")),
            Remedy = "Take the server's count of completion tokens (usage); without it compare only total times.",
        };
    }

    private Finding? FromChunks(Evidence evidence)
    {
        var uncounted = evidence.Counted.Where(request => request.Tokens is null && request.TextReads > 0).ToList();
        return uncounted.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Warning,
            Sentence = Invariant($"The server counted no tokens for {uncounted.Count} of {evidence.Counted.Count()} requests: their speeds are estimates from chunks and are not compared."),
            Seen = Evidence.Each(uncounted, request => Invariant($"{request.TextReads} reads brought text, no usage")),
            Remedy = "Let the server send usage (stream_options.include_usage), or update it.",
        };
    }

    private static string Text(RequestSeen request) => request.Reasoning + request.Answer;
}
