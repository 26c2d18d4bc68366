using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Imports;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Tests.Results;

namespace LlmObs.Tests.Imports;

/// <summary>Files that were made up: what is told of broken and foreign ones, and the shape of what is written.</summary>
public sealed class ImportReaderTests
{
    private const string Whole = """
        {
          "timestamp": "2026-02-05T15:26:20.945458", "api_base": "http://localhost:1234/v1", "model": "alpha|x", "surprise": 1,
          "summary": { "avg_tps": 25.0, "max_tps": 25.0, "min_tps": 25.0, "total_tokens": 100, "total_time": 4.0 },
          "results": [ { "test_name": "short", "name": "n", "prompt": "请用一句话解释量子计算", "max_tokens": 200, "prompt_tokens": 9, "completion_tokens": 100, "total_time": 4.0, "tps": 25.0, "content": "x", "success": true } ]
        }
        """;

    [Theory]
    [InlineData("", "it is no whole JSON")]
    [InlineData("{\"api_base\": \"x\", ", "it is no whole JSON: broken at line 1. Was it cut off")]
    [InlineData("[]", "it holds no JSON object.")]
    [InlineData("{}", "its format is not known: it has no members.")]
    [InlineData("{\"one\": 1, \"two\": 2}", "its format is not known: it has one, two. Known are lmstudio-benchmark (api_base, model, results) and mlx-benchmark (model_name, framework, tests).")]
    [InlineData("{\"schemaVersion\": 1, \"variant\": {}}", "it is a result of LlmObs itself: llmobs report DIR shows those.")]
    public void What_is_no_such_file_is_told(string text, string expected) => Assert.StartsWith(expected, Assert.Single(Read(text).Problems), StringComparison.Ordinal);

    [Fact]
    public void Every_wrong_member_is_told_at_once_with_its_place()
    {
        var broken = Edit(root =>
        {
            root["model"] = 7;
            root["timestamp"] = "yesterday";
            root["summary"]!["avg_tps"] = "fast";
            root["results"]![0]!["completion_tokens"] = 1.5;
            root["results"]![0]!["total_time"] = -1;
            root["results"]![0]!.AsObject().Remove("prompt");
        });

        Assert.Equal(
            [
                "model must be a text, and is 7.",
                "results[0].completion_tokens must be a whole number, and is 1.5.",
                "results[0].prompt must be a text, and is missing.",
                "results[0].total_time must be a number, 0 or more, and is -1.",
                "summary.avg_tps must be a number, 0 or more, and is \"fast\".",
                "timestamp must be a time such as 2026-02-05T15:26:20, and is \"yesterday\".",
            ],
            Read(broken).Problems.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[]", "results must be a list of at least one request, and is [].")]
    [InlineData("[3]", "results[0] must be an object.")]
    [InlineData("\"many\"", "results must be a list of at least one request, and is \"many\".")]
    public void Requests_that_are_none_are_told(string requests, string expected) => Assert.Equal([expected], Read(Edit(root => root["results"] = JsonNode.Parse(requests))).Problems);

    [Fact]
    public void A_member_no_place_is_for_is_named() => Assert.Equal(["surprise"], Read(Whole).Result!.Imported.NotRead);

    [Fact]
    public void What_is_missing_is_null_and_no_mistake()
    {
        var bare = Read("""{"api_base":null,"model":"m","results":[{"test_name":"a","prompt":"b","total_time":2}]}""").Result!;

        Assert.Equal((null, null, null, null), (bare.StartedAt, bare.Claims.MeanTokensPerSecond, bare.Requests[0].OutputTokens, bare.Cases[0].Of(Metrics.OutputThroughput)));
    }

    [Fact]
    public void A_request_that_failed_is_in_no_figure()
    {
        var failed = Read(Edit(root => root["results"]![0]!["success"] = false)).Result!;

        Assert.Null(failed.Cases[0].Of(Metrics.Duration));
        Assert.DoesNotContain(failed.Findings, finding => finding.Rule == "rate-over-total-time");
    }

    [Theory]
    [InlineData("请用一句话解释量子计算", "short", PromptMatch.Same)]
    [InlineData(" 请用一句话解释量子计算\n", "short", PromptMatch.Same)]
    [InlineData("写一个Python快速排序算法，包含完整注释", "medium", PromptMatch.Nearly)]
    [InlineData("请用一句话解释相对论", null, PromptMatch.None)]
    [InlineData("", null, PromptMatch.None)]
    public void A_prompt_is_matched_by_its_text(string prompt, string? expected, PromptMatch match)
    {
        var (known, found) = KnownPrompts.Find(prompt, StandardCases.All);

        Assert.Equal((expected, match), (known?.Id, found));
    }

    /// <summary>So that who reads our results reads these.</summary>
    [Fact]
    public void It_is_written_with_the_names_of_our_own_results()
    {
        var own = JsonSerializer.SerializeToNode(VariantResults.From(SmallSession.Header, SmallSession.Plan(SmallSession.Variant("v")), [SmallSession.Load("v", 1, "l")])[0], ResultJson.Document)!.AsObject();
        var imported = JsonSerializer.SerializeToNode(Read(Whole).Result, ResultJson.Document)!.AsObject();

        Assert.Empty(Names(own).Except(Names(imported), StringComparer.Ordinal));
        Assert.Equal(["claims", "imported", "requests"], Names(imported).Except(Names(own), StringComparer.Ordinal).Order(StringComparer.Ordinal));
        foreach (var name in new[] { "machine", "server", "variant", "settings" })
            Assert.Empty(Names(imported[name]!.AsObject()).Except(Names(own[name]!.AsObject()), StringComparer.Ordinal));
        Assert.Null(imported["machine"]!["processor"]);
    }

    [Fact]
    public void Its_report_says_that_it_is_imported_and_cannot_be_broken_out_of()
    {
        var result = Read(Whole).Result!;
        var (report, summary) = (ImportReport.Render(result), ImportReport.Summary([result], _ => "x.md"));

        Assert.Contains("> **Imported, not measured here**", report, StringComparison.Ordinal);
        Assert.Contains("| Model | alpha\\|x |", report, StringComparison.Ordinal);
        Assert.Contains("short: the same prompt", report, StringComparison.Ordinal);
        Assert.Contains("The file has more that no place here is for: surprise.", report, StringComparison.Ordinal);
        Assert.Contains("| alpha\\|x | n/a | 25.0 | n/a | n/a | 4.00 | n/a | n/a |", summary, StringComparison.Ordinal);
    }

    private static ImportOutcome Read(string text) => ImportReader.Read("a.json", Encoding.UTF8.GetBytes(text));

    private static string Edit(Action<JsonNode> edit)
    {
        var root = JsonNode.Parse(Whole)!;
        edit(root);
        return root.ToJsonString();
    }

    private static IEnumerable<string> Names(JsonObject value) => value.Select(member => member.Key);
}
