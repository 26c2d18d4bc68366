namespace LlmObs.Plans;

/// <summary>Reads a plan strictly: every problem is listed at once, with its path, what is wrong and what to write instead.</summary>
public static class PlanReader
{
    /// <param name="json">The plan's text.</param>
    /// <param name="fileExists">Whether a file named in the plan, relative to its folder, is there.</param>
    public static PlanReading Read(string json, Func<string, bool> fileExists) =>
        throw new NotSupportedException("Being built.");
}

/// <summary>A plan, or why it is none: <see cref="Plan"/> is null exactly when there are problems.</summary>
public sealed record PlanReading(Plan? Plan, IReadOnlyList<PlanProblem> Problems);

/// <summary>One mistake in a plan.</summary>
/// <param name="Path">Where, such as <c>variants[3].fileSize</c>.</param>
/// <param name="Problem">What is wrong, with the value.</param>
/// <param name="Advice">What to write instead.</param>
public sealed record PlanProblem(string Path, string Problem, string Advice);
