namespace LlmObs.Measurements;

/// <summary>
/// How a request ended, by what was seen. The finish reason is the server's word that it is done; [DONE] alone is not, because it
/// also follows errors, and a closed connection is not, because it looks the same when the server dies.
/// </summary>
internal static class OutcomeRules
{
    public static RequestOutcome Of(RequestTimeline timeline) => timeline.End switch
    {
        StreamEnd.HttpError => HttpError(timeline),
        StreamEnd.ErrorEvent => Failed("error-event", $"The server reported an error after its 200: {timeline.Error}"),
        StreamEnd.NotAStream => Failed("not-a-stream", $"{timeline.Error ?? "The answer is no event stream."}{Status(timeline)}"),
        StreamEnd.ConnectFailed => Failed("connect-failed", $"No connection: {timeline.Error} Is the server running at this address?"),
        StreamEnd.Cancelled => Failed("cancelled", "Stopped by the user; it is measured again on resume."),
        StreamEnd.NotSent => new RequestOutcome.Unsent { Code = "not-sent", Reason = $"Not sent: {timeline.Error}" },
        _ when timeline.FinishReason is "error" or "abort" => Failed("finish-error", $"The server ended the answer with finish reason \"{timeline.FinishReason}\"."),
        _ when timeline.FinishReason is not null => HasOutput(timeline) ? new RequestOutcome.Completed() : NoTokens(timeline),
        _ => BrokenOff(timeline),
    };

    private static RequestOutcome HttpError(RequestTimeline timeline)
    {
        var (status, said) = (timeline.StatusCode, string.IsNullOrEmpty(timeline.Error) ? "The server says no more." : timeline.Error);
        var wait = timeline.RetryAfter is { } after ? $" It asks to wait {after.TotalSeconds:0} s." : "";
        return status is 429 or 503
            ? new RequestOutcome.Refused { Code = $"http-{status}", Reason = $"The server is not ready or too busy (HTTP {status}): {said}{wait}" }
            : Failed($"http-{status}", $"HTTP {status}: {said}");
    }

    private static RequestOutcome BrokenOff(RequestTimeline timeline)
    {
        var (code, reason) = timeline.End switch
        {
            StreamEnd.Done => ("no-finish-reason", "The stream ended with [DONE] but without a finish reason."),
            StreamEnd.EndOfStream => ("no-finish-reason", "The stream ended without a finish reason: the server may have died."),
            StreamEnd.IdleTimeout => ("idle-timeout", $"{timeline.Error} The idle limit of the plan ended the wait."),
            StreamEnd.TotalTimeout => ("total-timeout", $"{timeline.Error} The request limit of the plan ended it."),
            StreamEnd.InvalidHttp => ("invalid-http", $"The server's answer breaks HTTP: {timeline.Error}"),
            _ => ("connection-reset", $"The connection broke: {timeline.Error}"),
        };
        if (HasOutput(timeline))
            return new RequestOutcome.Truncated { Code = code, Reason = reason + Unreadable(timeline) };
        return timeline.End is StreamEnd.Done or StreamEnd.EndOfStream
            ? new RequestOutcome.Empty { Code = "no-tokens", Reason = $"The answer has no token and no finish reason.{WithoutText(timeline)}{Unreadable(timeline)}{Status(timeline)}" }
            : Failed(code, reason + Unreadable(timeline));
    }

    private static RequestOutcome.Empty NoTokens(RequestTimeline timeline) => new()
    {
        Code = "no-tokens",
        Reason = $"The server finished (\"{timeline.FinishReason}\") without a single token.{WithoutText(timeline)}{Unreadable(timeline)}",
    };

    /// <summary>An answer in another API's words looks like silence to one who does not count its events.</summary>
    private static string WithoutText(RequestTimeline timeline)
    {
        var events = timeline.Events.Count(seen => seen.Kinds == EventKinds.Other) - timeline.MalformedEvents;
        return events > 0 ? $" Events without text where a chat completion has it: {events}." : "";
    }

    private static string Unreadable(RequestTimeline timeline) => timeline.MalformedEvents switch
    {
        0 => "",
        1 => " 1 event could not be read: what it said is lost.",
        var events => $" {events} events could not be read: what they said is lost.",
    };

    private static string Status(RequestTimeline timeline) => timeline.StatusCode is null or 200 ? "" : $" The status was HTTP {timeline.StatusCode}.";

    private static RequestOutcome.Failed Failed(string code, string reason) => new() { Code = code, Reason = reason };

    private static bool HasOutput(RequestTimeline timeline) =>
        timeline.Events.Any(seen => seen.TextBytes > 0 || seen.Kinds.HasFlag(EventKinds.ToolCall));
}
