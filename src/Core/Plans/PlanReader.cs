using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmObs.Plans;

/// <summary>Reads a plan strictly: every problem is listed at once, with its path, what is wrong and what to write instead.</summary>
public static class PlanReader
{
    /// <param name="json">The plan's text.</param>
    /// <param name="fileExists">Whether a file named in the plan, relative to its folder, is there.</param>
    public static PlanReading Read(string json, Func<string, bool> fileExists)
    {
        var (document, broken) = JsonText.Parse(json);
        if (broken is not null)
            return new PlanReading(null, [broken]);
        using (document)
            return NewerVersion(document!.RootElement) is { } newer ? new PlanReading(null, [newer]) : Read(document.RootElement, fileExists);
    }

    private static PlanReading Read(JsonElement root, Func<string, bool> fileExists)
    {
        var shape = new JsonShape();
        var repaired = shape.Check(root, typeof(Plan));
        if (repaired is not JsonObject)
            return new PlanReading(null, shape.Problems);

        var plan = repaired.Deserialize<Plan>(PlanJson.Options)!;
        var meaning = PlanValidator.Validate(plan, fileExists, shape.IsUnsure).Where(problem => !shape.IsUnsure(problem.Path));
        PlanProblem[] problems = [.. shape.Problems, .. meaning];
        return new PlanReading(problems.Length == 0 ? plan : null, problems);
    }

    /// <summary>All else in a newer plan may be right: nothing more is said about it.</summary>
    private static PlanProblem? NewerVersion(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schemaVersion", out var written) && written.ValueKind == JsonValueKind.Number
            && written.TryGetInt64(out var version) && version > Plan.CurrentSchemaVersion
            ? new PlanProblem("schemaVersion", $"{version} is newer than this program knows ({Plan.CurrentSchemaVersion}).", "Update LlmObs, or write the plan for the older version.")
            : null;
}

/// <summary>A plan, or why it is none: <see cref="Plan"/> is null exactly when there are problems.</summary>
public sealed record PlanReading(Plan? Plan, IReadOnlyList<PlanProblem> Problems);

/// <summary>One mistake in a plan.</summary>
/// <param name="Path">Where, such as <c>variants[3].fileSize</c>.</param>
/// <param name="Problem">What is wrong, with the value.</param>
/// <param name="Advice">What to write instead.</param>
public sealed record PlanProblem(string Path, string Problem, string Advice)
{
    public override string ToString() => $"{Path}: {Problem} {Advice}";
}
