using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>Another model answered, or was loaded, than the one that was asked for.</summary>
internal sealed class WrongModel : IFindingRule
{
    /// <summary>As the outcome of such a request has it.</summary>
    private const string AnotherAnswered = "wrong-model";

    public string Code => "wrong-model";

    public Finding? Judge(Evidence evidence)
    {
        var requests = evidence.Requests.Where(request => request.Code == AnotherAnswered).ToList();
        var loads = evidence.Loads.Where(load => load.FailureCause == LoadFailureCause.NotAsAsked).ToList();
        return requests.Count + loads.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Serious,
            Sentence = Invariant($"Another model than the one asked for was loaded {loads.Count} times and answered {requests.Count} times: its figures are left out, and what else this server answered deserves doubt."),
            Seen = [.. loads.Select(load => new Sighting(load.Run, load.Failure ?? "")), .. Evidence.Each(requests, request => $"\"{request.ResponseModel}\" answered")],
            Remedy = "Turn off just-in-time loading, unload what else is in memory, and measure again.",
        };
    }
}
