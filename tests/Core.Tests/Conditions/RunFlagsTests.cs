using LlmObs.Conditions;

namespace LlmObs.Tests.Conditions;

public sealed class RunFlagsTests
{
    private static readonly RunConditions Calm = new()
    {
        Source = "a test",
        Watched = new WatchedTime { RunSeconds = 60, UnwatchedSeconds = 0, Samples = 60, IntervalSeconds = 1 },
        HighestThermalPressure = 0,
        ThrottledSeconds = 0,
        Swap = new SwapUse(0, RunFlags.SwapBytes, 0),
        Gpu = Gpu(1.4e9, 1.34e9),
        Gate = new GateWait { WaitedSeconds = 20, LimitReached = false, WaitedFor = "cpu 60 °C" },
    };

    [Fact]
    public void A_calm_run_and_one_that_nobody_watched_have_no_flag()
    {
        Assert.Empty(RunFlags.Of(Calm, new RunClock(60, 61.9)));
        Assert.Empty(RunFlags.Of(null, null));
    }

    [Fact]
    public void Thermal_pressure_throttled_time_or_a_fallen_frequency_is_throttling()
    {
        Is(RunFlagKind.Throttled, Calm with { HighestThermalPressure = 2 }, "thermal pressure up to 2 of 4");
        Assert.Empty(RunFlags.Of(Calm with { ThrottledSeconds = 0.04 }, null));
        Is(RunFlagKind.Throttled, Calm with { ThrottledSeconds = 0.1 }, "the processor ran slower against heat for 0.1 s");
        Is(RunFlagKind.Throttled, Calm with { Gpu = Gpu(1.4e9, 1.32e9) }, "gpu fell from 1400 to 1320 MHz while answering");
        Is(RunFlagKind.Throttled, Calm with { HighestThermalPressure = 1, ThrottledSeconds = 3 }, "thermal pressure up to 1 of 4, the processor ran slower against heat for 3.0 s");
    }

    [Fact]
    public void More_swap_than_any_system_moves_about_is_swapping()
    {
        Is(RunFlagKind.Swapped, Calm with { Swap = new SwapUse(2L << 30, 0, 0) }, "swap grew by 2.00 GiB");
        Is(RunFlagKind.Swapped, Calm with { Swap = new SwapUse(null, 1L << 30, null) }, "read back from swap: 1.00 GiB");
        Is(RunFlagKind.Swapped, Calm with { Swap = new SwapUse(2L << 30, 0, 0), LoadSwap = new SwapUse(2L << 30, 0, 0) }, "swap grew by 2.00 GiB while loading");
    }

    [Fact]
    public void Two_clocks_that_disagree_are_sleep_or_a_clock_that_was_set()
    {
        Is(RunFlagKind.Slept, Calm, "the machine slept or its clock was set forward: 3600 s of 3660 s are missing on the monotonic clock", new RunClock(3660, 60));
        Is(RunFlagKind.Slept, null, "the machine's clock was set back by 100 s", new RunClock(-40, 60));
    }

    [Fact]
    public void A_block_that_waited_to_the_limit_began_warm() =>
        Is(RunFlagKind.BeganWarm, Calm with { Gate = new GateWait { WaitedSeconds = 600, LimitReached = true, WaitedFor = "cpu 71 °C, waits for ≤ 58 °C" } }, "its block began after 600 s of waiting, the plan's limit: cpu 71 °C, waits for ≤ 58 °C");

    [Fact]
    public void A_block_that_began_when_nobody_told_any_more_is_no_cool_one() =>
        Is(RunFlagKind.BeganWarm, Calm with { Gate = new GateWait { WaitedSeconds = 65, LimitReached = false, End = GateEnd.NotKnown, WaitedFor = "not known" } }, "its block began after 65 s of waiting, and whether the machine had cooled down is not known");

    private static void Is(RunFlagKind kind, RunConditions? conditions, string reason, RunClock? clock = null) =>
        Assert.Equal(new RunFlag(kind, reason), Assert.Single(RunFlags.Of(conditions, clock)));

    private static GpuFrequency Gpu(double first, double lowest) => new() { Gpu = "gpu", FirstHertz = first, LowestHertz = lowest, MeanHertz = first, Samples = 4 };
}
