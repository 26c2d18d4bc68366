using LlmObs.Measurements;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>One request under way: its clock, its limits, and what is known when it ends.</summary>
internal sealed class StreamAttempt : IDisposable
{
    private const int LargestErrorBody = 64 * 1024;
    private readonly TimeProvider _clock;
    private readonly ChatRequest _request;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _total;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationToken _user;
    private Exchange? _exchange;
    private StampedBody? _body;
    private DateTimeOffset _begunAt;
    private long _begun;
    private TimeSpan? _headersAt;
    private TimeSpan? _endAt;
    private int? _status;
    private string? _failure;

    public StreamAttempt(ChatRequest request, TimeProvider clock, CancellationToken user)
    {
        (_request, _clock, _user) = (request, clock, user);
        Record = new StreamRecord(request.MaxTokens);
        _idle = new CancellationTokenSource(request.IdleLimit, clock);
        _total = new CancellationTokenSource(request.TotalLimit, clock);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_idle.Token, _total.Token, user);
    }

    public StreamRecord Record { get; }

    public StreamEnd End { get; set; } = StreamEnd.ConnectFailed;

    public TimeSpan? RetryAfter { get; set; }

    /// <summary>What the answer's body is compressed by, though nobody asked for that; null when it is not.</summary>
    public string? Encoding { get; set; }

    public CancellationToken Token => _linked.Token;

    public bool IsOver => _linked.IsCancellationRequested;

    public void Begin()
    {
        _exchange = Exchange.Begin();
        (_begunAt, _begun) = (_clock.GetUtcNow(), _clock.GetTimestamp());
    }

    public void HeadersArrived(int status)
    {
        _status = status;
        _headersAt = SinceSent(_exchange!.LastRead);
        RestartIdleLimit();
    }

    /// <summary>An HTTP status that is no success, with what the server says of it.</summary>
    /// <param name="content">The body.</param>
    /// <param name="told">What the headers say of it, before the body does.</param>
    public async Task KeepErrorAsync(Stream content, string? told = null)
    {
        End = StreamEnd.HttpError;
        var buffer = new byte[LargestErrorBody];
        var length = await Body(content).ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, Token);
        Record.Fail($"{told} {ErrorText.Of(buffer.AsSpan(0, length))}".Trim());
    }

    public StampedBody Body(Stream content) => _body = new StampedBody(content, _exchange!, RestartIdleLimit);

    public TimeSpan SinceSent(long timestamp) => _clock.GetElapsedTime(Sent, timestamp);

    /// <summary>The stream came to its end by itself, and this is the time of it, whatever is left to do.</summary>
    public void EndNow(StreamEnd end) => (End, _endAt) = (end, SinceSent(_clock.GetTimestamp()));

    /// <summary>However it ended: not later than now.</summary>
    public void Ended() => _endAt ??= SinceSent(_clock.GetTimestamp());

    public StreamEnd CancelledBy()
    {
        if (_user.IsCancellationRequested)
            return StreamEnd.Cancelled;
        if (_total.IsCancellationRequested)
            (_failure, End) = ($"Not finished after {_request.TotalLimit}.", StreamEnd.TotalTimeout);
        else
            (_failure, End) = ($"No byte for {_request.IdleLimit}.", StreamEnd.IdleTimeout);
        return Weighed(End);
    }

    public void EndWith(Exception failure)
    {
        var isConnected = _exchange is { IsSent: true };
        End = Weighed(isConnected ? InvalidHttp.Is(failure) ? StreamEnd.InvalidHttp : StreamEnd.ConnectionReset : StreamEnd.ConnectFailed);
        if (failure is EndlessLineException)
        {
            Record.Fail(failure.Message);
            End = StreamEnd.NotAStream;
        }
        var cut = End == StreamEnd.ConnectionReset && _status is null && _exchange is { Reads: > 0 } ? "It ended within the headers of the answer, or what came is no HTTP/1.1. " : "";
        _failure = cut + FailureWords.Of(failure);
    }

    public RequestTimeline ToTimeline()
    {
        Ended();
        var (events, reasoning, answer) = Record.Split();
        return new RequestTimeline
        {
            SentAt = _begunAt + _clock.GetElapsedTime(_begun, Sent),
            SentTimestamp = Sent,
            HeadersAt = _headersAt,
            StatusCode = _status,
            Events = events,
            EndAt = _endAt!.Value,
            End = End,
            Error = IsUnreadable ? $"The body is compressed ({Encoding}), which was not asked for." : Record.Error ?? _failure,
            RetryAfter = RetryAfter,
            Reasoning = reasoning,
            Answer = answer,
            FinishReason = Record.FinishReason,
            ResponseId = Record.ResponseId,
            ResponseModel = Record.ResponseModel,
            Usage = Record.Usage,
            Timings = Record.Timings,
            MalformedEvents = Record.Malformed,
        };
    }

    public void Dispose()
    {
        _linked.Dispose();
        _idle.Dispose();
        _total.Dispose();
    }

    /// <summary>When the first byte left; for a request that never got that far, when it was begun.</summary>
    private long Sent => _exchange is { IsSent: true } exchange ? exchange.SentTimestamp : _begun;

    /// <summary>Of a compressed body only the fact is told: a compressor holds text back, and no time of it could be believed.</summary>
    private bool IsUnreadable => Encoding is not null && End is (StreamEnd.NotAStream or StreamEnd.HttpError);

    /// <summary>An error that the server told of says more than how the connection ended after it.</summary>
    private StreamEnd Weighed(StreamEnd end)
    {
        if (_body is null)
            return end;
        if (_status is < 200 or > 299)
        {
            Record.Fail(ErrorText.Of(_body.Tail));
            return StreamEnd.HttpError;
        }
        if (StreamTail.UnfinishedData(_body.Tail) is { } last)
            Record.Take("message", last, SinceSent(_body.ReadTimestamp), _body.ReadNumber);
        Record.FindHiddenError(_body.Tail);
        return Record.Error is null ? end : StreamEnd.ErrorEvent;
    }

    private void RestartIdleLimit() => _idle.CancelAfter(_request.IdleLimit);
}
