using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

public sealed class QuickPlanTests
{
    [Fact]
    public void The_first_run_is_sound_short_and_takes_what_the_server_has()
    {
        var reading = PlanFolder.Read("quick.json");

        Assert.Empty(reading.Problems);
        Assert.Equal(Discovery.Available, reading.Plan!.Discover);
        Assert.Equal((2, 3), (reading.Plan.Settings.Blocks, reading.Plan.Cases.Count));
        Assert.All(reading.Plan.Cases, planCase => Assert.InRange(planCase.MaxTokens, 64, 128));
    }

    [Fact]
    public void It_sweeps_nothing() => Assert.True(PlanFolder.Read("quick.json").Plan!.Settings is { ContextSweep: null, ParallelSweep: null });

    /// <summary>A fixed seed would send yesterday's prompts again, and a server that still has them in its cache would look faster.</summary>
    [Fact]
    public void Its_seed_is_drawn_anew_each_time() => Assert.Null(PlanFolder.Read("quick.json").Plan!.Settings.Seed);
}
