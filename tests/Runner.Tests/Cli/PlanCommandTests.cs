using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

public sealed class PlanCommandTests : IDisposable
{
    private const string TwoVariants = """
        {
          "schemaVersion": 1, "name": "two",
          "models": [{ "id": "demo", "name": "Demo" }],
          "variants": [
            { "id": "exact", "model": "demo", "quantization": "Q8_0", "format": "gguf", "fileSize": "7 GB", "match": { "names": ["demo-coder@q8_0"] } },
            { "id": "missing", "model": "demo", "quantization": "Q2_K", "format": "gguf", "source": { "repository": "demo/coder", "file": "Q2_K" } }
          ],
          "cases": [{ "id": "c", "category": "x", "prompt": "Hello", "maxTokens": 10 }],
          "settings": { "blocks": 1, "seed": 1 }
        }
        """;

    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task A_good_plan_is_called_good()
    {
        var told = await _llmobs.RunAsync("plan", "check", _llmobs.Write("two.json", TwoVariants));

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Equal("two is good: 2 variants, 1 case, 2 measured requests + 2 warm-ups.", Assert.Single(told.OutputLines));
    }

    [Fact]
    public async Task Each_variant_shows_what_it_is_on_the_server_with_its_real_size_or_the_line_that_fetches_it()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);

        var told = await _llmobs.RunAsync("plan", "show", _llmobs.Write("two.json", TwoVariants), "--server", simulator.Address.ToString());

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("demo-coder@q8_0", told.Output, StringComparison.Ordinal);
        Assert.Contains("not there: lms get https://huggingface.co/demo/coder@Q2_K --gguf -y", told.Output, StringComparison.Ordinal);
        Assert.Contains("Block 1: exact\n", told.Output, StringComparison.Ordinal);
        Assert.Contains("1 measured request + 1 warm-up, at most", told.Output, StringComparison.Ordinal);
        Assert.Contains("On the server's disk: 1 variant, 8.5 GB. To fetch: 1 variant, 1 of unknown size.", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_to_be_fetched_is_added_up_beside_what_is_there()
    {
        var plan = TwoVariants.Replace("\"Q2_K\", \"format\": \"gguf\"", "\"Q2_K\", \"format\": \"gguf\", \"fileSize\": \"30 GB\"", StringComparison.Ordinal);

        var alone = await _llmobs.RunAsync("plan", "show", _llmobs.Write("two.json", plan));
        var asked = await _llmobs.RunAsync("plan", "show", _llmobs.Write("two.json", plan), "--server", "simulator");

        Assert.Contains("Disk for the files: 2 variants, 37 GB.", alone.Output, StringComparison.Ordinal);
        Assert.Contains("On the server's disk: 1 variant, 8.5 GB. To fetch: 1 variant, 30 GB.", asked.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schedule_and_the_checks_of_a_plan_are_shown()
    {
        var told = await _llmobs.RunAsync("plan", "show", "mac-512gb");

        Assert.Contains("Schedule:\n  week 1, day 1: Q4_K_S (当前) → 完整benchmark [minimax-m2.1-q4_k_s]\n", told.Output, StringComparison.Ordinal);
        Assert.Contains("To look at before the measurements:\n  - LM Studio 已安装并更新到最新版\n", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_plan_of_which_a_part_is_named_only_that_part_is_shown_and_the_rest_counted()
    {
        var told = await _llmobs.RunAsync("plan", "show", "mac-512gb", "--only", "minimax-m2.1-q4_k_s");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("13 other variants were not named.", told.OutputLines);
        Assert.DoesNotContain("q6_k", told.Output, StringComparison.Ordinal);
        var days = told.OutputLines.Where(line => line.StartsWith("  week ", StringComparison.Ordinal)).ToList();
        Assert.Contains(days, day => day.EndsWith("[minimax-m2.1-q4_k_s]", StringComparison.Ordinal));
        Assert.All(days.Where(day => day.Contains('[', StringComparison.Ordinal)), day => Assert.Contains("minimax-m2.1-q4_k_s", day, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_local_models_for_one_variant_are_an_error()
    {
        var plan = TwoVariants.Replace("\"demo-coder@q8_0\"", "\"*q8_0\"", StringComparison.Ordinal);

        var told = await _llmobs.RunAsync("plan", "show", _llmobs.Write("two.json", plan), "--server", "simulator");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("exact: 3 local models match", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_takes_what_the_server_offers_says_so()
    {
        var told = await _llmobs.RunAsync("plan", "show", "quick");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("Variants: what the server has loaded when it runs.", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_plan_without_variants_says_where_they_come_from()
    {
        var told = await _llmobs.RunAsync("plan", "check", "quick");

        Assert.Equal("quick is good: 3 cases. Its variants are whatever the server has loaded; name one with --server to see them.", Assert.Single(told.OutputLines));
    }

    [Theory, InlineData("check"), InlineData("show")]
    public async Task A_plan_must_be_named(string command)
    {
        var told = await _llmobs.RunAsync("plan", command);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("PLAN is missing. A plan's path, or the name of one in plans/, such as quick.", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_printed_for_editors()
    {
        var told = await _llmobs.RunAsync("plan", "schema");

        Assert.Equal(0, told.ExitCode);
        Assert.Contains("\"title\": \"LlmObs plan\"", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_ends_with_examples()
    {
        var told = await _llmobs.RunAsync("plan", "show", "--help");

        Assert.Equal(0, told.ExitCode);
        Assert.Contains("Examples:\n  llmobs plan show mac-512gb --server", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_example_of_the_help_is_a_line_that_parses()
    {
        var told = await _llmobs.RunAsync("run", "--help");
        var examples = told.OutputLines.SkipWhile(line => line != "Examples:").Skip(1).Select(line => line.Trim().Split("  ")[0]).Where(line => line.Length > 0).ToList();

        Assert.Equal(7, examples.Count);
        foreach (var example in examples)
        {
            var words = example.Split(" | ")[0].Replace("'", "", StringComparison.Ordinal).Split(' ')[1..];
            var parsed = await _llmobs.RunAsync([.. words, "--api-key-env", "NOT_SET"]);
            Assert.Single(parsed.ErrorLines, line => line.Contains("\"NOT_SET\" is not set", StringComparison.Ordinal));
            Assert.DoesNotContain("There is no option", parsed.Error, StringComparison.Ordinal);
        }
    }
}
