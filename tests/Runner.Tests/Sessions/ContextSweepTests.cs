using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;
using LlmObs.Sweeps;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>The context sweep on the Simulator, held against what the Simulator was told to be like: 4,000 tok/s of prefill, 130 of decoding, 32 KiB a token.</summary>
public sealed class ContextSweepTests
{
    private const double Prefill = 4000;
    private const double Decode = 130;
    private const double BytesPerToken = 32 << 10;

    private static readonly ContextSweep Sweep = new() { MaximumTokens = 16_384 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_that_was_asked_for_is_usable_and_memory_and_prefill_are_the_simulated_truth()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 2 });

        await bench.RunAsync(Plan(Sweep));

        var result = Result(bench);
        Assert.Equal((true, 16_384, ContextProblem.NotAsked), (result.IsComplete, result.UsableContextTokens, result.Limit));
        Assert.Equal([1024, 2048, 4096, 8192, 16_384], result.Steps.Select(step => step.ContextTokens));
        Assert.Equal(BytesPerToken, result.BytesPerToken!.Value, 3);
        Assert.All(result.Steps, step => Assert.InRange(step.PromptTokens!.Value / (double)ContextLadder.PromptTokens(Sweep, step.ContextTokens), 0.9, 1.02));
        Assert.All(result.Steps, step => Assert.True(step.PromptTokens + Sweep.AnswerTokens <= step.ContextTokens, $"{step}"));
        var longest = result.Steps[^1];
        Assert.InRange(longest.TimeToFirstTokenSeconds!.Value * 2, 0.06 + longest.PromptTokens!.Value / Prefill, 0.4 + longest.PromptTokens.Value / Prefill);
        Assert.InRange(longest.PrefillTokensPerSecond!.Value / 2 / Prefill, 0.85, 1);
        Assert.Equal(2, bench.Entries().OfType<JournalEntry.SweepLoad>().Count());
        Assert.Empty(await bench.LoadedAsync());
    }

    [Fact]
    public async Task Decoding_that_gets_slower_with_context_is_seen_and_the_floor_ends_what_is_usable()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { ContextCost = 10 });

        await bench.RunAsync(Plan(Sweep with { MaximumTokens = 8192, MinimumDecodeTokensPerSecond = Decode / 1.5 }));

        var result = Result(bench);
        Assert.Equal((4096, ContextProblem.TooSlow), (result.UsableContextTokens, result.Limit));
        Assert.All(result.Steps, step => Assert.InRange(step.DecodeTokensPerSecond!.Value / (Decode / (1 + 10.0 * step.PromptTokens!.Value / 100_000)), 0.9, 1.1));
    }

    [Fact]
    public async Task What_is_found_only_near_the_end_is_named_and_the_curve_goes_on()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, FindsWithin = 3000 });

        await bench.RunAsync(Plan(Sweep));

        var result = Result(bench);
        Assert.Equal((2048, ContextProblem.BeginningMissed), (result.UsableContextTokens, result.Limit));
        Assert.Equal(5, result.Steps.Count);
        Assert.Equal([0.9], result.Steps[^1].FoundAt);
    }

    [Fact]
    public async Task A_prompt_cut_in_silence_is_named()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, CutsPromptsTo = 2500 });

        await bench.RunAsync(Plan(Sweep));

        var result = Result(bench);
        Assert.Equal((2048, ContextProblem.Truncated, 3), (result.UsableContextTokens, result.Limit, result.Steps.Count));
        Assert.Contains("2,508", result.LimitReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_memory_refuses_is_asked_for_and_the_next_smaller_one_is_filled()
    {
        // 9.5 GB of weights and 32 KiB a token: between 8,192 and 16,384 tokens
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, WorkingSetGibibytes = 9.2 });

        await bench.RunAsync(bench.Server, bench.Request(Plan(Sweep)) with { IgnoreChecks = true }, Cancel);

        var result = Result(bench);
        Assert.Equal((8192, 8192, ContextProblem.LoadRefused), (result.LoadedContextTokens, result.UsableContextTokens, result.Limit));
        Assert.Contains("16,384", result.LimitReason, StringComparison.Ordinal);
        Assert.Contains("insufficient memory", result.LimitReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clamped_context_is_a_finding()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, ClampsContextTo = 5000 });

        await bench.RunAsync(Plan(Sweep));

        var result = Result(bench);
        Assert.Equal((4096, 4096, ContextProblem.NotAsAsked), (result.LoadedContextTokens, result.UsableContextTokens, result.Limit));
        Assert.Contains("asked for with a context of 8,192 tokens, but is loaded with 5,000", result.LimitReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_was_loaded_before_stays_as_it_is_and_that_is_said()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(SessionPlans.Key, contextTokens: 4096);

        await bench.RunAsync(Plan(Sweep));

        var result = Result(bench);
        Assert.Equal((4096, ContextProblem.LoadedWithLess), (result.UsableContextTokens, result.Limit));
        Assert.Null(result.BytesPerToken);
        Assert.Single(await bench.LoadedAsync());
    }

    [Fact]
    public async Task A_step_longer_than_the_plans_limit_ends_it()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions());

        await bench.RunAsync(Plan(Sweep with { StepLimit = TimeSpan.FromSeconds(3.5), AnswerTokens = 128 }));

        var result = Result(bench);
        Assert.Equal(ContextProblem.TookTooLong, result.Limit);
        Assert.InRange(result.UsableContextTokens!.Value, 1024, 8192);
    }

    [Fact]
    public async Task What_a_sweep_sends_is_in_no_figure_of_speed()
    {
        await using var bench = await SessionBench.StartAsync();

        await bench.RunAsync(Plan(Sweep));

        var result = Assert.Single(SessionReports.Rebuild(bench.Session));
        Assert.Equal(1, Assert.Single(result.Cases).Requests);
        Assert.Single(result.Loads);
        Assert.Contains("## Usable context", File.ReadAllText(Directory.GetFiles(bench.Session, "demo-q8*.md").Single()), StringComparison.Ordinal);
        Assert.Contains("16,384 tokens", File.ReadAllText(Path.Combine(bench.Session, "summary.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5), InlineData(6), InlineData(7), InlineData(9), InlineData(11), InlineData(13), InlineData(16)]
    public async Task Killed_anywhere_it_goes_on_and_sends_nothing_twice(int entries)
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(Plan(Sweep));
        var whole = Sent(bench);
        bench.CutJournal(entries);

        await bench.ResumeAsync();

        Assert.Equal(whole, Sent(bench));
        Assert.Equal((true, 16_384), (Result(bench).IsComplete, Result(bench).UsableContextTokens));
        Assert.Empty(await bench.LoadedAsync());
        Assert.True(SessionProgress.Of(SessionContent.Read(bench.Session).Header, bench.Entries())!.IsOver);
    }

    [Fact]
    public async Task What_a_killed_sweep_left_in_memory_is_taken_out_first()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(Plan(Sweep));
        bench.CutJournal(bench.Entries().TakeWhile(entry => entry is not JournalEntry.SweepLoad).Count() + 2);
        await bench.LoadAsync(SessionPlans.Key, contextTokens: 16_384);

        await bench.ResumeAsync();

        Assert.DoesNotContain(bench.Entries().OfType<JournalEntry.SweepLoad>(), load => load.WasLoadedBefore);
        Assert.Empty(await bench.LoadedAsync());
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_is_unloaded_and_the_session_is_not_over()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var bench = await SessionBench.StartAsync();
        var steps = 0;

        var outcome = await bench.RunAsync(bench.Server, bench.Request(Plan(Sweep)), stop.Token, new Reaction<SessionEvent.Swept>(_ =>
        {
            if (++steps == 3)
                stop.Cancel();
        }));

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Empty(await bench.LoadedAsync());
        Assert.False(Result(bench).IsComplete);
        await bench.ResumeAsync();
        Assert.True(Result(bench).IsComplete);
    }

    internal static Plan Plan(ContextSweep sweep) => SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { ContextSweep = sweep });

    private static ContextSweepResult Result(SessionBench bench) => Assert.Single(SessionReports.Rebuild(bench.Session)).ContextSweep!;

    private static List<string> Sent(SessionBench bench) => [.. bench.Entries().OfType<JournalEntry.SweepRequest>().Where(request => !request.IsWarmup)
        .Select(request => $"{request.Id} {request.PromptHash} {request.Timeline.Usage?.PromptTokens} {request.Timeline.Answer}")];
}
