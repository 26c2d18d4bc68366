using System.Net.ServerSentEvents;
using System.Text;
using LlmObs.Measurements;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>Reads the body of a good answer to its end, event by event.</summary>
internal static class ResponseReader
{
    private static readonly TimeSpan LetGoLimit = TimeSpan.FromMilliseconds(50);

    /// <summary>Exceptions of the socket and of the limits go through; what was seen until then stays in the record.</summary>
    public static async Task<StreamEnd> ReadAsync(StampedBody body, StreamRecord record, Func<long, TimeSpan> sinceSent, CancellationToken cancellationToken)
    {
        var parser = SseParser.Create(body, (eventType, data) =>
        {
            record.Take(eventType, data, sinceSent(body.ReadTimestamp), body.ReadNumber);
            return record.IsDone;
        });
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
        {
            if (item.Data)
                return AtDone(body, record);
        }
        return AtEndOfBody(body, record, sinceSent);
    }

    /// <summary>
    /// After the last event, and after its time was taken: the body's own end usually follows at once. Without it the connection
    /// is still busy when the next request starts, which then has to open another.
    /// </summary>
    public static async Task LetGoAsync(Stream content, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LetGoLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await content.CopyToAsync(Stream.Null, either.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or HttpRequestException)
        {
            return;
        }
    }

    private static StreamEnd AtDone(StampedBody body, StreamRecord record)
    {
        record.FindHiddenError(body.Tail);
        return record.Error is null ? StreamEnd.Done : StreamEnd.ErrorEvent;
    }

    private static StreamEnd AtEndOfBody(StampedBody body, StreamRecord record, Func<long, TimeSpan> sinceSent)
    {
        var anyBefore = record.EventCount > 0;
        if (StreamTail.UnfinishedData(body.Tail) is { } last)
            record.Take("message", last, sinceSent(body.ReadTimestamp), body.ReadNumber);
        record.FindHiddenError(body.Tail);
        if (record.Error is not null)
            return StreamEnd.ErrorEvent;
        if (record.IsDone)
            return StreamEnd.Done;
        return anyBefore || record.EventCount > 0 || body.TotalBytes == 0 ? StreamEnd.EndOfStream : NotEvents(body, record);
    }

    private static StreamEnd NotEvents(StampedBody body, StreamRecord record)
    {
        var start = ErrorText.Printable(Encoding.UTF8.GetString(body.Head)).Trim();
        if (start.StartsWith(':'))
            return StreamEnd.EndOfStream;
        record.Fail($"The answer is no event stream. It begins: {start}");
        return StreamEnd.NotAStream;
    }
}
