using LlmObs.Conditions;
using LlmObs.Hardware;
using static LlmObs.Tests.Conditions.Watching;

namespace LlmObs.Tests.Conditions;

public sealed class RunEnergyTests
{
    private static readonly IdleBaseline Idle = new() { Watts = new Dictionary<string, double>(StringComparer.Ordinal) { ["system"] = 12 } };

    /// <summary>100 W for the 20 s from the first request's send at 10 to the last one's end at 30: 2000 J over 400 tokens; 12 W of it idle.</summary>
    [Fact]
    public void Energy_is_that_of_the_measured_time_over_all_its_tokens()
    {
        var samples = EachSecond(-10, 40, (second, sample) => sample.WithPower("system", second is >= 10 and <= 30 ? 100 : 20));

        var energy = Assert.Single(Seen(samples, Window(40, Request(10, 18, 150), Request(22, 30, 250)), Idle).Energies);

        Assert.Equal((2000, 1760, 100, 12), (energy.GrossJoules!.Value, energy.NetJoules!.Value, energy.MeanWatts, energy.IdleWatts!.Value));
        Assert.Equal((5, 4.4), (energy.GrossJoulesPerToken!.Value, energy.NetJoulesPerToken!.Value));
        Assert.Equal(("system", PowerSource.System, false, 21, 20), (energy.Source, energy.Of, energy.IsFromCounter, energy.Samples, energy.WindowSeconds));
    }

    [Fact]
    public void Under_ten_samples_nobody_knows_it()
    {
        var samples = EachSecond(-10, 40, (_, sample) => sample.WithPower("system", 100)).ToList();

        Assert.Empty(Seen(samples, Window(40, Request(10.5, 19.5))).Energies);
        Assert.Equal(10, Assert.Single(Seen(samples, Window(40, Request(10.5, 20))).Energies).Samples);
    }

    [Fact]
    public void An_idle_machine_that_nobody_saw_leaves_the_net_unknown()
    {
        var energy = Assert.Single(Seen(EachSecond(0, 40, (_, sample) => sample.WithPower("system", 100)), Window(40, Request(10, 30))).Energies);

        Assert.Equal((2000, null, null), (energy.GrossJoules, energy.IdleWatts, energy.NetJoules));
    }

    [Fact]
    public void Tokens_that_nobody_counted_leave_joules_a_token_unknown()
    {
        var energy = Assert.Single(Seen(EachSecond(0, 40, (_, sample) => sample.WithPower("system", 100)), Window(40, Request(10, 20), Request(20, 30, tokens: null))).Energies);

        Assert.Equal((2000, null), (energy.GrossJoules, energy.GrossJoulesPerToken));
    }

    [Fact]
    public void A_counter_goes_before_a_power_of_the_same_name_and_the_system_before_a_part()
    {
        var samples = EachSecond(0, 40, (second, sample) => sample.WithPower("system", 90).WithPower("cpu package", 70).WithEnergy("cpu package", 5000 + 60 * second).WithPower("gpu 0", 50));

        var energies = Seen(samples, Window(40, Request(10, 30))).Energies;

        Assert.Equal(["system", "gpu 0", "cpu package"], energies.Select(energy => energy.Source));
        Assert.Equal((true, 1200), (energies[2].IsFromCounter, energies[2].GrossJoules!.Value));
    }

    [Fact]
    public void A_platform_goes_after_a_graphics_processor_that_it_may_lack_and_before_its_own_processor()
    {
        var samples = EachSecond(0, 40, (_, sample) => sample.WithPower("platform psys", 60).WithPower("cpu package-0", 40).WithPower("gpu 0", 300));

        Assert.Equal(["gpu 0", "platform psys", "cpu package-0"], Seen(samples, Window(40, Request(10, 30))).Energies.Select(energy => energy.Source));
    }

    /// <summary>Two of twenty seconds are uncovered: 90 % are known, and the mean of these stands for the rest.</summary>
    [Fact]
    public void A_Collector_that_was_started_anew_costs_one_step_of_its_counter()
    {
        var samples = EachSecond(0, 40, (second, sample) => sample.WithEnergy("cpu", second < 20 ? 9000 + 50 * second : 50 * (second - 20))).Where(sample => sample.At != At(20));

        var energy = Assert.Single(Seen(samples, Window(40, Request(10, 30))).Energies);

        Assert.Equal((18, 1000), (energy.CoveredSeconds, energy.GrossJoules!.Value));
    }

    [Fact]
    public void An_hour_of_sleep_is_not_counted_as_work_and_leaves_the_energy_unknown()
    {
        var samples = EachSecond(0, 20, (_, sample) => sample.WithPower("system", 100)).Concat(EachSecond(3620, 3640, (_, sample) => sample.WithPower("system", 100)));

        var conditions = Seen(samples, Window(3640, Request(10, 3630)));

        var energy = Assert.Single(conditions.Energies);
        Assert.Equal((20, 100, null, null), (energy.CoveredSeconds, energy.MeanWatts, energy.GrossJoules, energy.GrossJoulesPerToken));
        Assert.Equal(3600, conditions.Watched.UnwatchedSeconds);
    }
}
