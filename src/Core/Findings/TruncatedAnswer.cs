using LlmObs.Plans;
using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>An answer without its end: the stream broke off, or the budget was over. By the plan a speed pass is cut by its budget, and that is no finding.</summary>
internal sealed class TruncatedAnswer : IFindingRule
{
    public string Code => "truncated-answer";

    public Finding? Judge(Evidence evidence)
    {
        var requests = evidence.Requests.Where(request => !request.IsWarmup).ToList();
        var broken = requests.Where(request => request.Outcome == "truncated").ToList();
        var cut = requests.Where(request => request is { IsCompleted: true, EndedByBudget: true, Answer.Length: > 0 } && (evidence.IsImported || request.Pass is Pass.Quality or Pass.Similarity)).Except(ThinkingEndedTheBudget.Of(requests)).ToList();
        return broken.Count + cut.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Warning,
            Sentence = Invariant($"{broken.Count + cut.Count} of {requests.Count} answers have no end: {broken.Count} broke off, {cut.Count} were cut by the budget. A check of quality sees half an answer."),
            Seen = [.. Evidence.Each(broken, request => $"broke off: {request.Code}"), .. Evidence.Each(cut, request => Invariant($"cut after {request.Tokens} of {request.MaxTokens} tokens"))],
            Remedy = "Those that broke off are in no speed figure: look at the server's log. Those that were cut need a larger budget before anyone judges them.",
        };
    }
}
