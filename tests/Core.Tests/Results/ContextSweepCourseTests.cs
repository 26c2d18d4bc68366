using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Sweeps;
using LlmObs.Tests.Measurements;
using static LlmObs.Tests.Results.SweepEntries;

namespace LlmObs.Tests.Results;

public sealed class ContextSweepCourseTests
{
    private const int Maximum = 32_768;
    private static readonly ContextSweep Sweep = new();

    [Fact]
    public void The_largest_is_loaded_first_and_the_next_smaller_one_where_that_fails()
    {
        Assert.Equal(new ContextAction.Load(32_768), Next());
        Assert.Equal(new ContextAction.Load(16_384), Next(Refused(32_768)));
        Assert.Equal(new ContextAction.Load(8192), Next(Refused(32_768), Refused(16_384)));
        Assert.Equal(new ContextAction.Over(), Next([.. ContextLadder.Steps(Sweep, Maximum).Reverse().Select(Refused)]));
        Assert.Equal(new ContextAction.Over(), Next(Refused(32_768) with { FailureCause = LoadFailureCause.MissingFile }));
    }

    [Fact]
    public void In_one_load_every_smaller_context_is_filled_and_nothing_twice()
    {
        var entries = new List<JournalEntry> { Refused(32_768), Load(SweepKind.Context, 16_384) };
        var filled = new List<int>();
        while (Next([.. entries]) is ContextAction.Probe next)
        {
            filled.Add(next.ContextTokens);
            entries.Add(Probe(next.ContextTokens));
        }

        Assert.Equal([1024, 2048, 4096, 8192, 16_384], filled);
        Assert.Equal(new ContextAction.Over(), Next([.. entries]));
    }

    [Fact]
    public void What_was_missed_does_not_end_the_curve_and_what_was_cut_does()
    {
        var load = Load(SweepKind.Context, 32_768);

        Assert.Equal(new ContextAction.Probe(4096), Next(load, Probe(1024), Probe(2048, said => said.RemoveAt(1))));
        Assert.Equal(new ContextAction.Over(), Next(load, Probe(1024), Probe(2048, counted: 512)));
    }

    [Fact]
    public void A_request_that_reached_no_server_is_made_again()
    {
        var lost = Probe(1024) with { Timeline = Timelines.Of(5) with { End = StreamEnd.ConnectFailed } };

        Assert.Equal(new ContextAction.Probe(1024), Next(Load(SweepKind.Context, 32_768), lost));
    }

    [Fact]
    public void A_clamped_load_is_filled_as_far_as_it_goes()
    {
        JournalEntry[] entries = [Load(SweepKind.Context, 32_768, got: 5000), Probe(1024), Probe(2048), Probe(4096)];

        Assert.Equal(new ContextAction.Probe(5000), Next(entries));
        Assert.Equal(new ContextAction.Over(), Next([.. entries, Probe(5000)]));
    }

    [Fact]
    public void A_second_load_is_made_for_the_memory_where_somebody_watches()
    {
        JournalEntry[] entries = [Load(SweepKind.Context, 2048), Probe(1024), Probe(2048)];

        Assert.Equal(new ContextAction.Over(), Next(entries));
        Assert.Equal(new ContextAction.LoadForMemory(1024), Next([.. entries, Memory(2048, 1 << 30)]));
        Assert.Equal(new ContextAction.Over(), Next([.. entries, Memory(2048, 1 << 30), Memory(1024, 1 << 20)]));
        Assert.Equal(new ContextAction.Over(), Next([.. entries, Memory(2048, 1 << 30), Load(SweepKind.Context, 1024, failure: "no") with { IsForMemory = true }]));
    }

    [Fact]
    public void The_result_says_what_is_usable_why_no_more_and_what_a_token_takes()
    {
        var result = Result(Refused(32_768), Load(SweepKind.Context, 16_384), Probe(1024), Probe(2048), Probe(4096), Probe(8192, said => said.RemoveAt(0)), Probe(16_384), Memory(16_384, 5L << 30), Memory(1024, (5L << 30) - 15_360 * 4096), End(SweepKind.Context));

        Assert.Equal((true, 32_768, 16_384, 4096, 0.125), (result.IsComplete, result.MaximumContextTokens, result.LoadedContextTokens, result.UsableContextTokens, result.UsableShare));
        Assert.Equal((ContextProblem.BeginningMissed, 4096.0, null), (result.Limit, Math.Round(result.BytesPerToken!.Value, 6), result.WhyNoBytesPerToken));
        Assert.Contains("At 8,192 tokens", result.LimitReason, StringComparison.Ordinal);
        Assert.Equal([1024, 2048, 4096, 8192, 16_384], result.Steps.Select(step => step.ContextTokens));
    }

    [Fact]
    public void Where_all_that_loaded_is_usable_the_limit_is_why_no_more_loaded()
    {
        var refused = Result(Refused(32_768), Load(SweepKind.Context, 2048), Probe(1024), Probe(2048), End(SweepKind.Context));
        var clamped = Result(Load(SweepKind.Context, 32_768, got: 2048), Probe(1024), Probe(2048), End(SweepKind.Context));
        var before = Result(Load(SweepKind.Context, 32_768, got: 2048) with { WasLoadedBefore = true }, Probe(1024), Probe(2048));

        Assert.Equal((ContextProblem.LoadRefused, 2048), (refused.Limit, refused.UsableContextTokens));
        Assert.Equal("A load with 32,768 tokens failed: insufficient memory", refused.LimitReason);
        Assert.Equal((ContextProblem.Clamped, 2048), (clamped.Limit, clamped.UsableContextTokens));
        Assert.Equal((ContextProblem.LoadedWithLess, false), (before.Limit, before.IsComplete));
        Assert.Contains("loaded before", before.WhyNoBytesPerToken, StringComparison.Ordinal);
    }

    [Fact]
    public void At_the_maximum_there_is_no_limit_and_below_the_plans_own_it_is_that()
    {
        var entries = new JournalEntry[] { Load(SweepKind.Context, 32_768) }.Concat(ContextLadder.Steps(Sweep, Maximum).Select(step => Probe(step))).Append(End(SweepKind.Context)).ToArray();

        Assert.Equal((null, null, 1.0), (Result(entries).Limit, Result(entries).LimitReason, Result(entries).UsableShare));
        Assert.Equal(ContextProblem.NotAsked, Result(new ContextSweep { MaximumTokens = 2048 }, Load(SweepKind.Context, 2048), Probe(1024), Probe(2048), End(SweepKind.Context)).Limit);
    }

    [Fact]
    public void Where_nothing_loads_nothing_is_usable_and_it_says_why()
    {
        var result = Result(Refused(32_768) with { FailureCause = LoadFailureCause.MissingFile }, End(SweepKind.Context, "insufficient memory"));

        Assert.Equal((null, ContextProblem.LoadRefused), (result.UsableContextTokens, result.Limit));
        Assert.Empty(result.Steps);
    }

    private static JournalEntry.SweepLoad Refused(int asked) => Load(SweepKind.Context, asked, failure: "insufficient memory");

    private static ContextAction Next(params JournalEntry[] entries) => new ContextSweepCourse(Sweep, null, entries).Next(Maximum);

    private static ContextSweepResult Result(params JournalEntry[] entries) => Result(Sweep, entries);

    private static ContextSweepResult Result(ContextSweep sweep, params JournalEntry[] entries)
    {
        var plan = SmallSession.Plan(SmallSession.Variant("v"));
        return Assert.Single(VariantResults.From(SmallSession.Header, plan with { Settings = plan.Settings with { ContextSweep = sweep } }, entries)).ContextSweep!;
    }
}
