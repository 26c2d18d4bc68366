using CsCheck;
using LlmObs.Collector.Options;
using LlmObs.Collector.Samples;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Samples;

public sealed class SampleHistoryTests
{
    private static readonly DateTimeOffset Start = RunningCollector.Start;

    [Fact]
    public void It_keeps_the_last_of_however_many_oldest_first() =>
        Gen.Int[0, 400].Sample(count =>
        {
            var history = new SampleHistory(new CollectorOptions { Interval = TimeSpan.FromSeconds(60) }, new FakeTimeProvider(Start));
            var samples = Enumerable.Range(0, count).Select(At).ToList();

            samples.ForEach(history.Add);

            return history.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).SequenceEqual(samples.TakeLast(60));
        });

    [Theory]
    [InlineData(100, 36_000)]
    [InlineData(700, 5143)]
    [InlineData(1000, 3600)]
    public void It_keeps_an_hour_whatever_the_interval(int milliseconds, int kept)
    {
        var history = new SampleHistory(new CollectorOptions { Interval = TimeSpan.FromMilliseconds(milliseconds) }, new FakeTimeProvider(Start));

        foreach (var number in Enumerable.Range(0, 40_000))
            history.Add(At(number));

        Assert.Equal(kept, history.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Count);
    }

    [Fact]
    public void Both_ends_of_a_time_belong_to_it()
    {
        var history = new SampleHistory(new CollectorOptions(), new FakeTimeProvider(Start));
        Enumerable.Range(0, 10).Select(At).ToList().ForEach(history.Add);

        var between = history.Between(Start.AddSeconds(3), Start.AddSeconds(5));

        Assert.Equal([At(3), At(4), At(5)], between);
    }

    [Fact]
    public void A_sample_that_is_too_old_no_longer_tells_of_now()
    {
        var clock = new FakeTimeProvider(Start);
        var history = new SampleHistory(new CollectorOptions(), clock);

        Assert.Null(history.Latest);
        history.Add(At(0));
        Assert.Equal(At(0), history.Latest);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(At(0), history.Latest);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(history.Latest);
    }

    private static HostSample At(int second) => new() { At = Start.AddSeconds(second) };
}
