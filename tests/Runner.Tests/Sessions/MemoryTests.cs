using LlmObs.Results;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class MemoryTests
{
    [Fact]
    public async Task The_memory_of_each_load_is_what_the_simulated_machine_used_for_it()
    {
        await using var bench = await SessionBench.StartAsync();

        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));

        var end = Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>());
        var context = Assert.Single(bench.Entries().OfType<JournalEntry.Load>()).ContextTokens!.Value;
        // the catalogue's 9.5 GB and 32 KiB for each token of context
        Assert.Equal(9_500_000_000 + (context * 32L * 1024), end.Memory!.OverBaselineBytes);
        Assert.Equal(end.Memory, Assert.Single(Assert.Single(Runner.Results.SessionReports.Rebuild(bench.Session)).Loads).Memory);
    }

    [Fact]
    public async Task A_model_that_was_in_memory_before_has_no_memory_figure()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync("demo-coder@q8_0", contextTokens: 131_072);

        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));

        Assert.Null(Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Memory);
    }
}
