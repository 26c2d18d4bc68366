using CsCheck;
using LlmObs.Hardware;

namespace LlmObs.Tests.Hardware;

public sealed class HostSampleTests
{
    private static readonly HostSample Empty = new() { At = new DateTimeOffset(2026, 11, 24, 21, 30, 0, TimeSpan.Zero) };

    [Fact]
    public void Any_sample_reads_as_it_was_written() =>
        Gen.Select(Gen.Long.Nullable(), Gen.Double[0, 1].Nullable(), Gen.Int[0, 4].Nullable(), Gen.Dictionary(Gen.String, Gen.Double[-100, 5000])[0, 5])
            .Sample((memory, pressure, level, readings) =>
            {
                var sample = Empty with { MemoryUsedBytes = memory, MemoryPressure = pressure, ThermalPressure = level };
                foreach (var (name, value) in readings)
                    sample = sample.WithTemperature(name, value).WithFan(name, value).WithPower(name, value);

                var read = HostJson.Read<HostSample>(HostJson.ToLine(sample));

                return HostJson.ToLine(read) == HostJson.ToLine(sample)
                    && (read.MemoryUsedBytes, read.MemoryPressure, read.ThermalPressure) == (memory, pressure, level)
                    && read.Fans.OrderBy(fan => fan.Key, StringComparer.Ordinal).SequenceEqual(readings.OrderBy(fan => fan.Key, StringComparer.Ordinal));
            });

    [Fact]
    public void A_reading_added_leaves_the_sample_it_was_added_to_as_it_was()
    {
        var one = Empty.WithFan("left", 1);

        var two = one.WithFan("right", 2);

        Assert.Equal(["left"], one.Fans.Keys);
        Assert.Equal(["left", "right"], two.Fans.Keys);
    }

    [Theory]
    [InlineData("system", PowerSource.System)]
    [InlineData("power_meter power1", PowerSource.System)]
    [InlineData("platform psys", PowerSource.Platform)]
    [InlineData("cpu", PowerSource.Cpu)]
    [InlineData("amdgpu PPT", PowerSource.Gpu)]
    [InlineData("gpu", PowerSource.Gpu)]
    [InlineData("ina226 power1", PowerSource.Other)]
    public void The_first_word_of_a_powers_name_tells_what_draws_it(string name, PowerSource source) => Assert.Equal(source, PowerSources.Of(name));
}
