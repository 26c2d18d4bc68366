using LlmObs.Measurements;
using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>Another model answered, or something else was loaded, than was asked for.</summary>
internal sealed class WrongModel : IFindingRule
{
    public string Code => "wrong-model";

    public Finding? Judge(Evidence evidence)
    {
        var requests = evidence.Requests.Where(request => request.Code == OutcomeCodes.WrongModel).ToList();
        var loads = evidence.Loads.Where(load => load.FailureCause == LoadFailureCause.NotAsAsked).ToList();
        return requests.Count + loads.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Serious,
            Sentence = Invariant($"Not what was asked for was loaded {loads.Count} times, and another model answered {requests.Count} times: these figures are left out, and what else this server answered deserves doubt."),
            Seen = [.. loads.Select(load => new Sighting(load.Run, load.Failure ?? "")), .. Evidence.Each(requests, request => $"\"{request.ResponseModel}\" answered")],
            Remedy = "Turn off just-in-time loading, unload what else is in memory, and measure again.",
        };
    }
}
