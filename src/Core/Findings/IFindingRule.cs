using LlmObs.Results;

namespace LlmObs.Findings;

/// <summary>One way in which a result misleads. What it cannot judge it says nothing about, unless the absence is what misleads.</summary>
public interface IFindingRule
{
    /// <summary>Stable, for scripts: <c>cache-hit</c>.</summary>
    string Code { get; }

    /// <summary>A pure function of what is known; null where nothing is wrong, or nobody can tell.</summary>
    Finding? Judge(Evidence evidence);
}
