using LlmObs.Results;
using LlmObs.Statistics;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>The clock's smallest step is more than a hundredth of a time that was measured with it.</summary>
internal sealed class ClockResolution : IFindingRule
{
    private const double LargestShare = 0.01;

    public string Code => "clock-resolution";

    public Finding? Judge(Evidence evidence)
    {
        var first = Distribution.Of(evidence.Counted.Select(request => request.FirstTextSeconds).OfType<double>());
        return evidence.ClockResolutionSeconds is not { } step || first is null || step <= LargestShare * first.P50 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Warning,
            Sentence = Invariant($"The clock steps by {step * 1000:0.###} ms, more than a hundredth of the time to first token ({first.P50 * 1000:0.0} ms): such times are rounded."),
            Seen = [new Sighting("clock", Invariant($"a step of {step * 1000:0.###} ms; times to first token from {first.Min * 1000:0.0} to {first.Max * 1000:0.0} ms"))],
            Remedy = "Measure on a machine, or in a virtual machine, with a finer monotonic clock, or take longer prompts.",
        };
    }
}
