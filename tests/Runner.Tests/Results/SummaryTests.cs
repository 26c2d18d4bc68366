using LlmObs.Plans;
using LlmObs.Runner.Tests.Cli;
using LlmObs.Runner.Tests.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Results;

public sealed class SummaryTests
{
    [Fact]
    public async Task A_speed_stands_with_the_doubt_of_its_token_count_and_how_many_requests_bear_it()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 4 });
        Case Of(string id, int maxTokens) => new() { Id = id, Category = "x", Prompt = "Hello", MaxTokens = maxTokens };
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8) with { Cases = [Of("long", 160), Of("short", 12)] });
        using var llmobs = new CommandLine();

        var told = await llmobs.RunAsync("report", bench.Session);

        var summary = await File.ReadAllTextAsync(Path.Combine(bench.Session, "summary.md"), TestContext.Current.CancellationToken);
        Assert.Contains("| count ±0.6 %, 1 of 2 requests |", summary, StringComparison.Ordinal);
        Assert.Contains("count ±0.6 %, 1 of 2 requests", told.Output, StringComparison.Ordinal);
    }
}
