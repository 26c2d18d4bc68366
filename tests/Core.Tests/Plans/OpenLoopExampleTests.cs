using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

public sealed class OpenLoopExampleTests
{
    [Fact]
    public void The_example_of_load_at_given_rates_is_sound_and_shows_every_shape()
    {
        var reading = PlanFolder.Read("open-loop.json");

        Assert.Empty(reading.Problems);
        Assert.True(reading.Plan!.Settings is { Ramp.Ticks: > 0, OpenLoop: { Requests: not null, Duration: not null }, RateSweep: not null }, "Ramp, open loop and rate sweep.");
        Assert.Contains(reading.Plan.Cases, planCase => planCase.Passes.Contains(Pass.OpenLoop));
    }
}
