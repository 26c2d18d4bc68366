using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Cli;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Results;

public sealed class StoredPlanTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_hash_is_that_of_the_files_bytes()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));

        var bytes = await File.ReadAllBytesAsync(PlanOf(bench), Cancel);
        var header = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(bench.Session, "session.json"), Cancel))!;

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), header["planHash"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_edited_plan_is_refused_for_resume_and_told_for_a_report()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        await File.WriteAllTextAsync(PlanOf(bench), (await File.ReadAllTextAsync(PlanOf(bench), Cancel)).Replace("\"Hello\"", "\"Good bye\"", StringComparison.Ordinal), Cancel);
        using var llmobs = new CommandLine();

        var resumed = await bench.ResumeAsync();
        var report = await llmobs.RunAsync("report", bench.Session);

        var problem = Assert.Single(Assert.IsType<SessionOutcome.Refused>(resumed).Problems);
        Assert.Contains("plan.json was changed after the session began", problem, StringComparison.Ordinal);
        Assert.Contains("start a new session", problem, StringComparison.Ordinal);
        Assert.Equal(0, report.ExitCode);
        Assert.Contains("plan.json was changed after the session began", report.Output, StringComparison.Ordinal);
    }

    private static string PlanOf(SessionBench bench) => Path.Combine(bench.Session, "plan.json");
}
