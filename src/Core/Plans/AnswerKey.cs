using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmObs.Plans;

/// <summary>What a good answer to a case must contain. A file beside the plan; the case names it.</summary>
public sealed record AnswerKey
{
    public const int CurrentSchemaVersion = 1;

    public required int SchemaVersion { get; init; }

    public string? Note { get; init; }

    /// <summary>The prompt has no one right answer: shown, never ranked by.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>A right final answer contains one of them.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];

    /// <summary>The defects and problems that are there to be found.</summary>
    public IReadOnlyList<SeededFinding> Findings { get; init; } = [];

    /// <summary>Every path of the tree that was given: an answer may propose others, not claim them.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>What must survive a refactoring unchanged.</summary>
    public IReadOnlyList<PublicName> PublicApi { get; init; } = [];

    /// <summary>Reads it as strictly as a plan: all problems at once, and null exactly when there are any.</summary>
    public static (AnswerKey? Key, IReadOnlyList<PlanProblem> Problems) Read(string json)
    {
        var (document, broken) = JsonText.Parse(json);
        if (broken is not null)
            return (null, [broken]);
        using (document)
        {
            var shape = new JsonShape();
            var repaired = shape.Check(document!.RootElement, typeof(AnswerKey));
            var key = repaired is JsonObject ? repaired.Deserialize<AnswerKey>(PlanJson.Options)! : null;
            PlanProblem[] problems = [.. shape.Problems, .. (key is null ? [] : Check(key)).Where(problem => !shape.IsUnsure(problem.Path))];
            return (problems.Length == 0 ? key : null, problems);
        }
    }

    private static IEnumerable<PlanProblem> Check(AnswerKey key)
    {
        if (key.SchemaVersion != CurrentSchemaVersion)
            yield return new("schemaVersion", $"{key.SchemaVersion} is not a version this program knows.", $"Write {CurrentSchemaVersion}.");
        foreach (var (finding, index) in key.Findings.Select((finding, index) => (finding, index)))
        {
            if (finding.Words.Count == 0)
                yield return new($"findings[{index}].words", "Without words it can never be found.", "Write at least one.");
            if (key.Findings.Take(index).Any(earlier => earlier.Id == finding.Id))
                yield return new($"findings[{index}].id", $"\"{finding.Id}\" is used before.", "Give each its own id.");
        }
    }
}

/// <summary>A defect put in on purpose.</summary>
public sealed record SeededFinding
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string File { get; init; }

    /// <summary>From 1, in a file that is given alone; null where the place is a whole file.</summary>
    public int? Line { get; init; }

    /// <summary>The code that is at fault, as it stands there.</summary>
    public required string Code { get; init; }

    /// <summary>One of them in an answer, in any case of letters, shows that it was found.</summary>
    public required IReadOnlyList<string> Words { get; init; }
}

/// <summary>A name that others import.</summary>
public sealed record PublicName
{
    public required string Name { get; init; }

    /// <summary>Null for what is not called.</summary>
    public IReadOnlyList<string>? Parameters { get; init; }
}
