using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Tests.Streams;

public sealed class SchedulePlayerTests : IDisposable
{
    private readonly Pacer _pacer = new(TimeProvider.System);

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_plays_any_schedule_byte_for_byte_at_its_times()
    {
        var schedule = Schedule(("one ", 0), ("two ", 5), ("three ", 5), ("four", 40));
        var truth = NewTruth(schedule);

        var played = await PlayAsync(schedule, truth);

        Assert.Equal("one two three four", played);
        Assert.All(truth.Writes, write => Assert.True(write.Timestamp >= write.DueTimestamp));
        Assert.Equal(TimeSpan.FromMilliseconds(40).TotalSeconds, (truth.Writes[3].DueTimestamp - truth.StartedTimestamp) / (double)truth.TimestampFrequency, 6);
    }

    [Fact]
    public async Task A_firehose_reaches_400000_events_a_second()
    {
        const int Writes = 20_000;
        var bytes = new byte[200];
        var schedule = new StreamSchedule { Writes = [.. Enumerable.Range(0, Writes).Select(_ => new ScheduledWrite(TimeSpan.Zero, WriteKind.Answer, bytes))] };

        var seconds = await Best.OfAsync(Writes / 400_000.0, async () =>
        {
            var truth = NewTruth(schedule);
            await new SchedulePlayer(_pacer, TimeProvider.System).PlayAsync(schedule, truth, new Pipe(new PipeOptions(pauseWriterThreshold: 0)).Writer, Stopped);
            Assert.Equal(Writes, truth.Writes.Count);
            return (truth.Writes[^1].Timestamp - truth.Writes[0].Timestamp) / (double)truth.TimestampFrequency;
        });

        Assert.InRange(Writes / seconds, 400_000, double.MaxValue);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_a_long_wait_at_once()
    {
        var schedule = Schedule(("never", 60_000));
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        var begun = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new SchedulePlayer(_pacer, TimeProvider.System).PlayAsync(schedule, NewTruth(schedule), new Pipe().Writer, gone.Token));

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    public void Dispose() => _pacer.Dispose();

    private static StreamSchedule Schedule(params (string Text, int Milliseconds)[] writes) => new()
    {
        Writes = [.. writes.Select(write => new ScheduledWrite(TimeSpan.FromMilliseconds(write.Milliseconds), WriteKind.Answer, Encoding.UTF8.GetBytes(write.Text)))],
    };

    private static Truth NewTruth(StreamSchedule schedule) => TruthLogTests.NewTruth("any", schedule.Writes.Count);

    private async Task<string> PlayAsync(StreamSchedule schedule, Truth truth)
    {
        var pipe = new Pipe();
        await new SchedulePlayer(_pacer, TimeProvider.System).PlayAsync(schedule, truth, pipe.Writer, Stopped);
        await pipe.Writer.CompleteAsync();
        return Encoding.UTF8.GetString((await pipe.Reader.ReadAtLeastAsync((int)schedule.Bytes, Stopped)).Buffer.ToArray());
    }
}
