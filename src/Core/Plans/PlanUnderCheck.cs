namespace LlmObs.Plans;

/// <summary>A plan of the right shape, and what its rules may ask about it.</summary>
/// <param name="Plan">Every fault of shape in it is replaced by something harmless.</param>
/// <param name="FileExists">Whether a file named in the plan is there.</param>
/// <param name="IsUnsure">Whether something at or inside a path was replaced, so that nothing follows from it.</param>
internal sealed record PlanUnderCheck(Plan Plan, Func<string, bool> FileExists, Func<string, bool> IsUnsure)
{
    public IEnumerable<PlanProblem> Model(string path, string name) => Named(path, name, "models", Plan.Models.Select(model => model.Id));

    public IEnumerable<PlanProblem> Variant(string path, string name) => Named(path, name, "variants", Plan.Variants.Select(variant => variant.Id));

    public IEnumerable<PlanProblem> Phase(string path, string name) => Named(path, name, "phases", Plan.Phases.Select(phase => phase.Id));

    public IEnumerable<PlanProblem> Case(string path, string name) => Named(path, name, "cases", Plan.Cases.Select(planCase => planCase.Id));

    /// <summary>A file the plan goes with: it is copied into the results, so it must lie at or below the plan.</summary>
    public IEnumerable<PlanProblem> File(string path, string name)
    {
        if (name.Length == 0 || name.Contains('\\') || name[0] == '/' || name.Contains(':') || name.Split('/').Contains("..", StringComparer.Ordinal))
            yield return new(path, $"\"{name}\" is no place below the plan's folder.", "Write a relative path with /, such as \"fixtures/sample.py\".");
        else if (!FileExists(name))
            yield return new(path, $"\"{name}\" is not there.", "Give a path relative to the plan's folder.");
    }

    private IEnumerable<PlanProblem> Named(string path, string name, string list, IEnumerable<string> known)
    {
        var names = known.ToList();
        var isUnsure = Enumerable.Range(0, names.Count + 1).Any(index => IsUnsure($"{list}[{index}].id"));
        if (!names.Contains(name, StringComparer.Ordinal) && !isUnsure)
            yield return new(path, $"\"{name}\" is not in the plan.", names.Count == 0 ? $"Add it to {list}, or leave it out." : NearestName.Advice(name, names));
    }
}
