using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class LeftLoadsTests
{
    [Fact]
    public async Task What_a_killed_session_left_in_memory_is_unloaded_and_loaded_afresh()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 4 });
        var plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Blocks = 2 }) with { Cases = [new() { Id = "hello", Category = "x", Prompt = "Hello", MaxTokens = 160 }] };
        await bench.RunAsync(plan);
        bench.CutJournal(entries: 2);
        Assert.Equal(SessionPlans.Key, (await bench.LoadAsync(SessionPlans.Key)).Id);

        var outcome = await bench.ResumeAsync();

        var ended = Assert.IsType<SessionOutcome.Ended>(outcome);
        Assert.Equal(SessionEnd.Completed, ended.End);
        Assert.DoesNotContain(bench.Entries().OfType<JournalEntry.Load>(), load => load.WasLoadedBefore);
        Assert.Equal(2, Assert.Single(ended.Results).Cases.Sum(one => one.Loads));
        Assert.Equal(2, VariantSummary.Of(ended.Results[0]).DecodeTokensPerSecond!.N);
        Assert.Empty(await bench.LoadedAsync());
        Assert.Contains(bench.Seen.Notices, notice => notice.StartsWith("demo-coder@q8_0 was still loaded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_session_killed_while_it_loaded_left_in_memory_is_ours_too()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        bench.CutJournal(entries: 1);
        Assert.IsType<JournalEntry.LoadBegun>(bench.Entries()[^1]);
        await bench.LoadAsync(SessionPlans.Key);

        await bench.ResumeAsync();

        Assert.DoesNotContain(bench.Entries().OfType<JournalEntry.Load>(), load => load.WasLoadedBefore);
        Assert.Empty(await bench.LoadedAsync());
    }

    [Fact]
    public async Task A_model_the_owner_loaded_after_a_clean_stop_is_his()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        bench.CutJournal(entries: 4);
        Assert.IsType<JournalEntry.Unload>(bench.Entries()[^1]);
        await bench.LoadAsync(SessionPlans.Key);

        await bench.ResumeAsync();

        Assert.Equal([SessionPlans.Key], await bench.LoadedAsync());
    }

    [Fact]
    public async Task A_model_with_another_context_than_ours_was_loaded_by_the_owner()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        bench.CutJournal(entries: 2);
        await bench.LoadAsync(SessionPlans.Key, contextTokens: 16_384);

        await bench.ResumeAsync();

        Assert.Equal([SessionPlans.Key], await bench.LoadedAsync());
    }

    [Fact]
    public async Task What_the_owner_loaded_after_a_kill_in_a_load_stays_his_when_its_turn_comes()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { ContextTokens = 8192 }));
        bench.CutJournal(entries: 1);
        Assert.IsType<JournalEntry.LoadBegun>(bench.Entries()[^1]);
        await bench.LoadAsync(SessionPlans.Key, contextTokens: 16_384);

        await bench.ResumeAsync();

        Assert.Equal([SessionPlans.Key], await bench.LoadedAsync());
        Assert.True(bench.Entries().OfType<JournalEntry.Load>().Last().WasLoadedBefore);
    }
}
