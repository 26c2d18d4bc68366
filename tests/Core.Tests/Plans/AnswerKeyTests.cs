using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

/// <summary>The fixtures hold what their keys say.</summary>
public sealed class AnswerKeyTests
{
    private static readonly Plan Plan = PlanFolder.Read("mac-512gb.json").Plan!;

    public static TheoryData<string> Keys => [.. Plan.Cases.Select(planCase => planCase.AnswerKey).OfType<string>()];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_is_read_without_problems(string file)
    {
        var (key, problems) = AnswerKey.Read(PlanFolder.Text(file));

        Assert.Empty(problems);
        Assert.True(key!.Accepted.Count + key.Findings.Count + key.Paths.Count > 0);
    }

    [Fact]
    public void Every_defect_of_the_sample_stands_on_its_line()
    {
        var lines = PlanFolder.Text("fixtures/code-review/orders.py").Split('\n');

        var findings = Key("fixtures/code-review/orders.answers.json").Findings;

        Assert.Equal(10, findings.Count);
        Assert.All(findings, finding => Assert.Contains(finding.Code, lines[finding.Line!.Value - 1], StringComparison.Ordinal));
    }

    [Fact]
    public void The_repository_lists_exactly_the_paths_of_its_key_and_each_problem_is_in_its_file()
    {
        var files = PlanFolder.Text("fixtures/code-agent/repo.txt").Split("=== ").Skip(1).Select(part => part.Split(" ===\n", 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);

        var key = Key("fixtures/code-agent/repo.answers.json");

        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), key.Paths.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(key.Findings, finding => Assert.Contains(finding.Code, files[finding.File], StringComparison.Ordinal));
    }

    [Fact]
    public void The_single_file_defines_the_public_interface_of_its_key()
    {
        var text = PlanFolder.Text("fixtures/multi-file/tracker.py");
        var defined = text.Split('\n').Where(line => line.StartsWith("def ", StringComparison.Ordinal) || line.StartsWith("class ", StringComparison.Ordinal)).ToList();

        var api = Key("fixtures/multi-file/tracker.answers.json").PublicApi;

        Assert.Equal(defined.Count + 1, api.Count);
        foreach (var name in api.Where(name => name.Name != "CATEGORIES"))
        {
            var definition = Assert.Single(defined, line => line.StartsWith($"def {name.Name}(", StringComparison.Ordinal) || line.StartsWith($"class {name.Name}", StringComparison.Ordinal));
            if (definition.StartsWith("def ", StringComparison.Ordinal))
                Assert.Equal(name.Parameters!, definition.Split('(', ')')[1].Split(", ").Select(parameter => parameter.Split('=')[0]), StringComparer.Ordinal);
        }
    }

    [Fact]
    public void A_key_is_read_strictly()
    {
        var (key, problems) = AnswerKey.Read("""{ "schemaVersion": 1, "finding": [], "findings": [{ "id": "x", "kind": "y", "file": "z", "code": "c", "words": [] }] }""");

        Assert.Null(key);
        Assert.Equal(["finding", "findings[0].words"], problems.Select(problem => problem.Path), StringComparer.Ordinal);
    }

    private static AnswerKey Key(string file) => AnswerKey.Read(PlanFolder.Text(file)).Key!;
}
