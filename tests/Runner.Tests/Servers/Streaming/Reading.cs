using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Runner.Servers.Streaming;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>The measured path from the connection's reads to the timeline, without HTTP between.</summary>
internal static class Reading
{
    public static ChatRequest Request { get; } = new()
    {
        Model = "m",
        Prompt = "Say something.",
        MaxTokens = 8,
        Sampling = Sampling.Greedy,
        IdleLimit = TimeSpan.FromSeconds(30),
        TotalLimit = TimeSpan.FromMinutes(5),
    };

    public static Task<RequestTimeline> OfAsync(params IEnumerable<ReadOnlyMemory<byte>> reads)
    {
        var clock = new FakeTimeProvider();
        return OfAsync(clock, new ScriptedConnection(clock, reads));
    }

    /// <param name="clock">Of connection and request.</param>
    /// <param name="scripted">The connection.</param>
    /// <param name="http">What stands between the connection and its reader.</param>
    /// <param name="user">Who may cancel.</param>
    public static async Task<RequestTimeline> OfAsync(FakeTimeProvider clock, Stream scripted, Func<Stream, Stream>? http = null, CancellationTokenSource? user = null)
    {
        await using var connection = new StampingStream(scripted, clock);
        await using var body = http?.Invoke(connection) ?? connection;
        using var attempt = new StreamAttempt(Request, clock, user?.Token ?? TestContext.Current.CancellationToken);
        attempt.Begin();
        await connection.WriteAsync("POST"u8.ToArray(), attempt.Token);
        attempt.HeadersArrived(200);
        try
        {
            attempt.End = await ResponseReader.ReadAsync(attempt.Body(body), attempt.Record, attempt.SinceSent, attempt.Token);
        }
        catch (OperationCanceledException) when (attempt.IsOver)
        {
            attempt.End = attempt.CancelledBy();
        }
        catch (IOException failure)
        {
            attempt.EndWith(failure);
        }
        return attempt.ToTimeline();
    }

    /// <summary>All that must not depend on how the bytes came.</summary>
    public static IReadOnlyList<string> Facts(RequestTimeline timeline) =>
    [
        $"{RequestOutcome.Of(timeline).Name} {RequestOutcome.Of(timeline).Code} {timeline.End} {timeline.Error} {timeline.FinishReason} {timeline.MalformedEvents}",
        $"{timeline.ResponseId} {timeline.ResponseModel} {timeline.Usage} {timeline.Timings}",
        timeline.Reasoning,
        timeline.Answer,
        .. timeline.Events.Select(seen => $"{seen.Kinds} {seen.Bytes} {seen.ReasoningBytes} {seen.AnswerBytes}"),
    ];

    /// <summary>The bytes cut at these places.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> bytes, params IEnumerable<int> places)
    {
        var from = 0;
        foreach (var place in places.Append(bytes.Length))
        {
            if (place > from)
                yield return bytes[from..place];
            from = Math.Max(from, place);
        }
    }
}
