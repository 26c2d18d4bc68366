using LlmObs.Plans;
using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>The budget ended while the model was thinking: there is no answer, and nothing to judge the quality of.</summary>
internal sealed class ThinkingEndedTheBudget : IFindingRule
{
    private const string Opened = "<think>";
    private const string Closed = "</think>";

    public string Code => "thinking-ended-the-budget";

    public Finding? Judge(Evidence evidence)
    {
        var requests = evidence.Requests.Where(request => request is { IsWarmup: false, IsCompleted: true }).ToList();
        var hasAnswerPass = requests.Exists(request => request.Pass is Pass.Quality or Pass.Similarity);
        var judged = hasAnswerPass ? [.. requests.Where(request => request.Pass is Pass.Quality or Pass.Similarity)] : requests;
        var ended = Of(judged).ToList();
        return ended.Count == 0 ? null : new Finding
        {
            Rule = Code,
            // a speed pass alone claims nothing about answers
            Severity = evidence.IsImported || hasAnswerPass ? FindingSeverity.Serious : FindingSeverity.Note,
            Sentence = Invariant($"{ended.Count} of {judged.Count} answers ended in thinking: the budget was over before the answer began. They can pass no check of quality."),
            Seen = Evidence.Each(ended, request => Invariant($"{request.Tokens} of {request.MaxTokens} tokens, no answer")),
            Remedy = "Read nothing about quality from them. Give more tokens (answerMaxTokens; a thinking model takes thousands).",
        };
    }

    /// <summary>
    /// Thinking is told apart by the server, or stands in the text. A template that opens the thinking itself leaves only its end there:
    /// where one answer has an end without a beginning, those without an end never left it.
    /// </summary>
    internal static IEnumerable<RequestSeen> Of(IReadOnlyList<RequestSeen> requests)
    {
        var opensItself = requests.Any(request => request.Answer.Contains(Closed, StringComparison.Ordinal) && !request.Answer.Split(Closed)[0].Contains(Opened, StringComparison.Ordinal));
        return requests.Where(request => request.EndedByBudget && IsThinking(request, opensItself));
    }

    private static bool IsThinking(RequestSeen request, bool opensItself) => request.Answer.Length == 0
        ? request.Reasoning.Length > 0
        : request.Reasoning.Length == 0 && !request.Answer.Contains(Closed, StringComparison.Ordinal) && (opensItself || request.Answer.Contains(Opened, StringComparison.Ordinal));
}
