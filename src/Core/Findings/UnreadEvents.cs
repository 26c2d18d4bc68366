using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>Answers that came to a good end though events of theirs could not be read: text, tokens and times of those are lost, and nothing else shows it.</summary>
internal sealed class UnreadEvents : IFindingRule
{
    public string Code => "unread-events";

    public Finding? Judge(Evidence evidence)
    {
        var lossy = evidence.Requests.Where(request => request is { IsWarmup: false, IsCompleted: true, UnreadEvents: > 0 }).ToList();
        return lossy.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Warning,
            Sentence = Invariant($"{lossy.Count} completed answers have events that could not be read, {lossy.Sum(request => request.UnreadEvents)} in all: whatever text they brought is missing, with its time."),
            Seen = Evidence.Each(lossy, request => Invariant($"{request.UnreadEvents} events that are no JSON or no chat completion")),
            Remedy = "Look at the server's stream itself (curl -N): it, or a proxy before it, writes broken events.",
        };
    }
}
