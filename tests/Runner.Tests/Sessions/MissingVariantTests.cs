using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Cli;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class MissingVariantTests
{
    private const string Fetch = "lms get https://huggingface.co/demo/coder@Q2_K --gguf -y";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_variant_that_is_not_on_the_server_is_told_at_once_and_stands_in_the_summary_also_when_it_is_rebuilt()
    {
        await using var bench = await SessionBench.StartAsync();

        var outcome = await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8, SessionPlans.Missing));

        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Equal($"q2 is not measured: not on this server. --download fetches it first, or this does: {Fetch}", Assert.Single(bench.Seen.Notices));
        SessionReports.Rebuild(bench.Session);
        var summary = await File.ReadAllTextAsync(Path.Combine(bench.Session, "summary.md"), Cancel);
        Assert.Contains($"## Not measured: not on this server\n\n- **q2**: not on this server; fetch it with `{Fetch}`\n", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_resume_the_list_is_made_anew()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8, SessionPlans.Missing));
        var header = Path.Combine(bench.Session, "session.json");
        await File.WriteAllTextAsync(header, (await File.ReadAllTextAsync(header, Cancel)).Replace("\"q2\"", "\"fetched-since\"", StringComparison.Ordinal), Cancel);

        await bench.ResumeAsync();

        Assert.Equal(["q2"], SessionContent.ReadHeader(bench.Session).Missing.Select(missing => missing.Variant));
    }

    [Fact]
    public async Task Scripts_find_it_in_the_summary_line_and_the_exit_code_is_good()
    {
        await using var bench = await SessionBench.StartAsync();
        using var llmobs = new CommandLine();
        var plan = llmobs.Write("plan.json", System.Text.Json.JsonSerializer.Serialize(SessionPlans.Of(SessionPlans.Q8, SessionPlans.Missing), Plans.PlanJson.Options));

        var told = await llmobs.RunAsync("run", plan, "--json", "--quiet", "--server", bench.Address.ToString());

        Assert.True(told.ExitCode == 0, told.ToString());
        var missing = Assert.Single(told.Summary.GetProperty("missing").EnumerateArray());
        Assert.Equal(["variant", "reason", "fetchLine"], missing.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Fetch, missing.GetProperty("fetchLine").GetString());
    }
}
