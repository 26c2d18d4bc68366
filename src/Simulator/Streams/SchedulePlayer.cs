using System.Buffers;
using System.IO.Pipelines;

namespace LlmObs.Simulator.Streams;

/// <summary>Plays a schedule: each write at its time from the start, so that lateness never adds up, and keeps the truth of it.</summary>
internal sealed class SchedulePlayer(Pacer pacer, TimeProvider clock)
{
    private const int MostUnflushed = 16 << 10;

    public async Task PlayAsync(StreamSchedule schedule, Truth truth, PipeWriter output, CancellationToken cancellationToken)
    {
        var turn = new PacedTurn();
        var writes = schedule.Writes;
        for (var index = 0; index < writes.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var due = Due(truth, writes[index]);
            if (clock.GetTimestamp() < due)
                await pacer.WaitUntilAsync(due, turn, cancellationToken);

            var now = Write(writes[index], due, truth, output);

            // What is already due goes out with it: a stream behind its schedule, or one faster than a flush
            if (index + 1 == writes.Count || Due(truth, writes[index + 1]) > now || output.UnflushedBytes > MostUnflushed)
                await output.FlushAsync(cancellationToken);
        }
    }

    private long Write(in ScheduledWrite write, long due, Truth truth, PipeWriter output)
    {
        var now = clock.GetTimestamp();
        truth.Add(new TrueWrite(now, due, write.What, write.Bytes.Length, write.TextBytes));
        output.Write(write.Bytes.Span);
        return now;
    }

    private long Due(Truth truth, in ScheduledWrite write) =>
        truth.StartedTimestamp + (long)(write.Due.TotalSeconds * clock.TimestampFrequency);
}
