using LlmObs.Conditions;
using static LlmObs.Tests.Conditions.Watching;

namespace LlmObs.Tests.Conditions;

public sealed class GateCheckTests
{
    private static readonly IdleBaseline Idle = IdleBaseline.Of(
        [.. EachSecond(0, 9, (second, sample) => sample.WithTemperature("cpu", second % 2 == 0 ? 52 : 54).WithTemperature("gpu", 40).WithTemperature("nvme", 30) with { ThermalPressure = 0, MemoryPressureLevel = 0 })], Time(0, 9));

    [Fact]
    public void A_machine_near_its_idle_self_is_waited_for_no_more() =>
        Assert.Null(GateCheck.WaitsFor(Idle, [Sample(60).WithTemperature("cpu", 57.9).WithTemperature("gpu", 45).WithTemperature("nvme", 70).WithTemperature("other", 99)], aboveIdle: 5));

    [Fact]
    public void What_is_furthest_above_is_named_with_what_is_waited_for() =>
        Assert.Equal("cpu 71 °C, waits for ≤ 58 °C", GateCheck.WaitsFor(Idle, [Sample(60).WithTemperature("cpu", 71).WithTemperature("gpu", 50)], aboveIdle: 5));

    [Fact]
    public void A_core_that_jumps_for_a_moment_is_held_by_its_mean() =>
        Assert.Null(GateCheck.WaitsFor(Idle, [.. EachSecond(56, 60, (second, sample) => sample.WithTemperature("cpu", second == 60 ? 66 : 53))], aboveIdle: 5));

    [Fact]
    public void Pressure_is_waited_for_too()
    {
        Assert.Equal("thermal pressure 1, waits for 0", GateCheck.WaitsFor(Idle, [Sample(60) with { ThermalPressure = 1 }], aboveIdle: 5));
        Assert.Equal("memory pressure level 2, waits for 0", GateCheck.WaitsFor(Idle, [Sample(60) with { MemoryPressureLevel = 2 }], aboveIdle: 5));
    }

    [Fact]
    public void Tasks_that_wait_for_memory_are_waited_for_until_they_are_as_few_as_idle()
    {
        var idle = IdleBaseline.Of([.. EachSecond(0, 9, (second, sample) => sample with { MemoryPressure = second == 4 ? 0.02 : 0.3 })], Time(0, 9));

        Assert.Equal("memory pressure 40 %, waits for ≤ 7 %", GateCheck.WaitsFor(idle, [Sample(60) with { MemoryPressure = 0.4 }], aboveIdle: 5));
        Assert.Null(GateCheck.WaitsFor(idle, [Sample(60) with { MemoryPressure = 0.06 }], aboveIdle: 5));
        Assert.Equal((true, false, 0.02), (GateCheck.Knows(idle), GateCheck.KnowsHeat(idle), idle.CalmerOf(new IdleBaseline()).MemoryPressure));
    }

    [Fact]
    public void The_calmest_of_two_times_is_the_lower_of_each_figure()
    {
        var later = IdleBaseline.Of([.. EachSecond(0, 9, (_, sample) => sample.WithTemperature("cpu", 60).WithTemperature("gpu", 38).WithPower("system", 14) with { ThermalPressure = 1 })], Time(0, 9));

        var calmest = Idle.CalmerOf(later);

        Assert.Equal((53, 38, 14, 0), (calmest.Temperatures["cpu"], calmest.Temperatures["gpu"], calmest.Watts["system"], calmest.ThermalPressure!.Value));
        Assert.True(GateCheck.Knows(calmest));
        Assert.False(GateCheck.Knows(new IdleBaseline()));
    }

    [Fact]
    public void One_sample_does_not_say_what_a_machine_draws() =>
        Assert.Empty(IdleBaseline.Of([Sample(1).WithPower("system", 14)], Time(0, 9)).Watts);
}
