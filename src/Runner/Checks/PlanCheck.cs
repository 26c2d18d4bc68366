namespace LlmObs.Runner.Checks;

/// <summary>Whether the server has something of the plan to measure.</summary>
internal sealed class PlanCheck : ICheck
{
    public string Subject => "plan";

    public bool IsForEverySession => false;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        var variants = circumstances.Variants.Count();
        var missing = circumstances.ToFetch.Count;
        if (circumstances.PlanProblems.Count > 0)
            return circumstances.PlanProblems.Select(problem => new CheckLine(Subject, CheckVerdict.Blocker, problem));
        if (circumstances.Server is null)
            return [new(Subject, CheckVerdict.Unknown, $"{circumstances.Plan.Name}: without a server it is not known what can be measured.")];
        return variants == 0
            ? [new(Subject, CheckVerdict.Blocker, $"{circumstances.Plan.Name}: the server has nothing of it to measure.", "Load or fetch its models: llmobs plan show tells how.")]
            : [new(Subject, missing == 0 ? CheckVerdict.Ok : CheckVerdict.Warning, FormattableString.Invariant($"{circumstances.Plan.Name}: {variants} of {variants + missing} variants can be measured here."), missing == 0 ? null : "The others are left out; llmobs plan show tells how to fetch them.")];
    }
}
