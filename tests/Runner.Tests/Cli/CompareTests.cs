using System.Text.Json.Nodes;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>Sessions on the Simulator, whose speeds are known, compared as one would.</summary>
public sealed class CompareTests(ComparedSessions sessions) : IClassFixture<ComparedSessions>, IDisposable
{
    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task A_sessions_variants_are_held_against_their_baseline()
    {
        var told = await _llmobs.RunAsync("compare", sessions.First, "--json");

        Assert.True(told.ExitCode == 0, told.ToString());
        var pair = told.Json[0].GetProperty("metrics")[0].GetProperty("pairs")[0];
        Assert.Equal(("q8", "q4", "faster", 3), (pair.GetProperty("baseline").GetString(), pair.GetProperty("candidate").GetString(), pair.GetProperty("verdict").GetString(), pair.GetProperty("candidateLoads").GetInt32()));
        Assert.InRange(pair.GetProperty("ratio").GetDouble(), pair.GetProperty("lower").GetDouble(), pair.GetProperty("upper").GetDouble());
        Assert.True(told.Json[0].GetProperty("simulated").GetBoolean());
    }

    [Fact]
    public async Task The_table_tells_ratio_interval_and_word()
    {
        var told = await _llmobs.RunAsync("compare", sessions.First);

        Assert.Contains("Decode speed (higher is better), over a, b", told.Output, StringComparison.Ordinal);
        Assert.Contains("Time to first token (lower is better), over a, b", told.Output, StringComparison.Ordinal);
        Assert.Contains(told.OutputLines, line => line.Contains(" q4 ", StringComparison.Ordinal) && line.Contains("3 : 3", StringComparison.Ordinal) && line.Contains("× [", StringComparison.Ordinal) && line.TrimEnd().EndsWith("faster", StringComparison.Ordinal));
        Assert.Contains("Prefill speed: n/a, q8 has none: its prompts are too short for one (512 tokens)", told.Output, StringComparison.Ordinal);
        Assert.Contains("Simulated: these figures say nothing about a real model.", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_fails_by_a_variant_that_became_slower_and_by_nothing_else()
    {
        var slower = await _llmobs.RunAsync("compare", sessions.First, "--baseline", "q4", "--fail-if", "slower:5%");
        var faster = await _llmobs.RunAsync("compare", sessions.First, "--fail-if", "slower:5%");

        Assert.Equal((1, 0), (slower.ExitCode, faster.ExitCode));
        Assert.StartsWith("llmobs: --fail-if: q8 is slower than q4 in decode speed by ", Assert.Single(slower.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sessions_files_and_a_saved_baseline_come_to_the_same()
    {
        var saved = Path.Combine(_llmobs.Folder, "baseline.json");
        await _llmobs.RunAsync("compare", sessions.First, "--save-baseline", saved);

        var folders = await _llmobs.RunAsync("compare", sessions.First, sessions.Second, "--json");
        var baseline = await _llmobs.RunAsync("compare", saved, sessions.Second, "--json");
        var files = await _llmobs.RunAsync("compare", File("q4", sessions.First), File("q4", sessions.Second), "--json");

        Assert.True(folders.ExitCode == 0, folders.ToString());
        Assert.Equal(folders.Output, baseline.Output);
        Assert.Equal(2, folders.Json[0].GetProperty("metrics")[0].GetProperty("pairs").GetArrayLength());
        Assert.Equal(Ratio(folders, 1), Ratio(files, 0), 6);
    }

    [Fact]
    public async Task Two_variants_files_of_one_session_are_compared_within_its_blocks()
    {
        var session = await _llmobs.RunAsync("compare", sessions.First, "--json");
        var files = await _llmobs.RunAsync("compare", File("q8", sessions.First), File("q4", sessions.First), "--json");

        Assert.Equal(Ratio(session, 0), Ratio(files, 0), 9);
    }

    [Fact]
    public async Task Other_prompts_are_refused()
    {
        var told = await _llmobs.RunAsync("compare", sessions.First, sessions.OtherPrompts);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("were asked differently: the prompt or budget of b is another.", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_stands_alone_is_compared_where_its_plan_is_the_same()
    {
        var alone = _llmobs.Write("alone.json", await System.IO.File.ReadAllTextAsync(File("q4", sessions.First), TestContext.Current.CancellationToken));

        var same = await _llmobs.RunAsync("compare", alone, File("q4", sessions.Second));
        var other = await _llmobs.RunAsync("compare", alone, File("q4", sessions.OtherPrompts));

        Assert.Equal((0, 2), (same.ExitCode, other.ExitCode));
        Assert.Contains("nobody can tell whether their prompts are equal", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_told_with_what_to_write()
    {
        var rule = await _llmobs.RunAsync("compare", sessions.First, "--fail-if", "slower:5", "--baseline", "q44", "--pair", "q4");
        var absent = await _llmobs.RunAsync("compare", "nowhere");
        var foreign = await _llmobs.RunAsync("compare", _llmobs.Write("foreign.json", """{ "model": "x", "results_of_it": [] }"""));
        var newer = await _llmobs.RunAsync("compare", _llmobs.Write("newer.json", """{ "schemaVersion": 99 }"""));

        Assert.Equal((2, 3), (rule.ExitCode, rule.ErrorLines.Count));
        Assert.Contains("--fail-if: \"slower:5\" is no rule. Write slower:5%", rule.Error, StringComparison.Ordinal);
        Assert.Contains("q44 was not measured in ", rule.Error, StringComparison.Ordinal);
        Assert.Contains("There is neither a file nor a folder nowhere.", absent.Error, StringComparison.Ordinal);
        Assert.Contains("imported results and other programs' files are compared with nothing", foreign.Error, StringComparison.Ordinal);
        Assert.Contains("was written with schema version 99; this program knows 1", newer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_from_before_a_figure_was_kept_is_read()
    {
        var old = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File("q4", sessions.First), TestContext.Current.CancellationToken))!.AsObject();
        foreach (var load in old["loads"]!.AsArray())
            load!.AsObject().Remove("meanTimeToFirstTokenSecondsByCase");

        var told = await _llmobs.RunAsync("compare", _llmobs.Write("old.json", old.ToJsonString()), File("q4", sessions.Second));

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("its file is older than this figure", told.Output, StringComparison.Ordinal);
    }

    private static double Ratio(Told told, int pair) => told.Json[0].GetProperty("metrics")[0].GetProperty("pairs")[pair].GetProperty("ratio").GetDouble();

    private static string File(string variant, string session) => Assert.Single(Directory.GetFiles(session, $"*-{variant}-*.json"));
}
