using System.Globalization;
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
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException broken)
        {
            return new PlanReading(null, [NoJson(broken)]);
        }
        using (document)
            return Read(document.RootElement, fileExists);
    }

    private static PlanReading Read(JsonElement root, Func<string, bool> fileExists)
    {
        var shape = new PlanShape();
        var repaired = shape.Check(root);
        if (repaired is not JsonObject)
            return new PlanReading(null, shape.Problems);

        var plan = repaired.Deserialize<Plan>(PlanJson.Options)!;
        var meaning = PlanValidator.Validate(plan, fileExists).Where(problem => !shape.HasProblemAt(problem.Path));
        PlanProblem[] problems = [.. shape.Problems, .. meaning];
        return new PlanReading(problems.Length == 0 ? plan : null, problems);
    }

    private static PlanProblem NoJson(JsonException broken)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}");
        return new PlanProblem(place, "This is no JSON: " + broken.Message.Split(" LineNumber")[0], "Look for a missing comma, quote or bracket there. JSON knows no comments.");
    }
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
