using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Simulator.Tests.Machine;

public sealed class MachineHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 4, 10, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Start);

    [Fact]
    public void There_is_a_sample_each_quarter_of_a_second_and_one_on_either_side_of_a_change()
    {
        var history = History();
        _clock.Advance(TimeSpan.FromMilliseconds(600));
        history.BeginAnswer(85);
        _clock.Advance(TimeSpan.FromMilliseconds(400));

        var samples = history.Between(Start, _clock.GetUtcNow());

        Assert.Equal([0, 250, 500, 599.9999, 600, 750, 1000], samples.Select(sample => (sample.At - Start).TotalMilliseconds));
        Assert.Equal([12, 12, 12, 12, 97, 97, 97], samples.Select(sample => sample.Watts));
    }

    /// <summary>T∞ = 32 + 0.22 × 97 = 53.34; T₀ = 32 + 0.22 × 12 = 34.64; after one time constant T∞ − 18.70 / e = 46.46065.</summary>
    [Fact]
    public void Temperature_follows_power_with_a_lag_of_first_order()
    {
        var history = History();
        history.BeginAnswer(85);
        _clock.Advance(history.Heat.TimeConstant);
        Assert.Equal(46.46065, history.Now.Celsius, 5);

        history.EndAnswer(85);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(34.64, history.Now.Celsius, 4);
    }

    [Fact]
    public void What_is_sampled_in_between_changes_nothing()
    {
        var (often, seldom) = (History(), History());
        often.BeginAnswer(85);
        seldom.BeginAnswer(85);

        for (var step = 0; step < 100; step++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(37));
            _ = often.Now;
        }

        Assert.Equal(seldom.Now, often.Now with { Answering = seldom.Now.Answering });
    }

    [Fact]
    public void Several_answers_at_once_share_the_weights_and_most_of_the_power()
    {
        var history = History();
        history.BeginAnswer(85);
        history.BeginAnswer(85);
        history.BeginAnswer(100);

        Assert.Equal(12 + 100 + 2 * 8, history.Now.Watts);
        history.EndAnswer(100);
        Assert.Equal(12 + 85 + 8, history.Now.Watts);
    }

    [Fact]
    public void A_load_from_the_disk_reads_its_bytes_and_no_more_however_late_it_ends()
    {
        var history = History();
        history.BeginLoad(1000, TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal((400, 12 + 45), (history.Now.DiskReadBytes, history.Now.Watts));

        _clock.Advance(TimeSpan.FromSeconds(8));
        history.EndLoad(isComplete: true);

        Assert.Equal((1000, 12), (history.Now.DiskReadBytes, history.Now.Watts));
    }

    [Fact]
    public void From_the_temperature_asked_for_it_slows_itself_down()
    {
        var history = History(new SimulatorOptions { ThrottlesAtCelsius = 46 });
        history.BeginAnswer(85);
        Assert.Equal(Heat.NominalHertz, history.Heat.GpuHertz(history.Now));

        _clock.Advance(history.Heat.TimeConstant);

        Assert.True(history.Heat.Throttles(history.Now.Celsius));
        Assert.Equal(Heat.NominalHertz * 0.7, history.Heat.GpuHertz(history.Now));
        history.EndAnswer(85);
        Assert.Equal(Heat.IdleHertz, history.Heat.GpuHertz(history.Now));
    }

    [Fact]
    public void Only_where_asked_for_it_swaps()
    {
        var (calm, swapping) = (History(), History(new SimulatorOptions { Swaps = true }));
        foreach (var history in new[] { calm, swapping })
        {
            history.Take(5);
            history.BeginAnswer(85);
        }

        Assert.Equal((0, 0), (calm.Now.SwapUsedBytes, calm.Now.SwappedInBytes));
        Assert.Equal((MachineHistory.SwapBytes, MachineHistory.SwapBytes), (swapping.Now.SwapUsedBytes, swapping.Now.SwappedInBytes));
    }

    private MachineHistory History(SimulatorOptions? options = null) => new(options ?? new SimulatorOptions(), _clock);
}
