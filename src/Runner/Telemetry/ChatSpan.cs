using System.Diagnostics;
using System.Globalization;
using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Telemetry;

/// <summary>
/// The span of one request, written after it ended from its timeline and with the timeline's own times: tracing costs the measurement nothing.
/// Its children are where the time went: prefill until the first token, decode until the last.
/// </summary>
internal sealed class ChatSpan(ActivitySource source, ServerIdentity server, bool capturesContent)
{
    /// <param name="ended">The request.</param>
    /// <param name="parent">The step it belongs to.</param>
    /// <param name="whileCurrent">Is called while the span is the current one: what is recorded then has it as exemplar.</param>
    public void Write(SessionEvent.Requested ended, ActivityContext parent, Action whileCurrent)
    {
        var timeline = ended.Entry.Timeline;
        using var span = source.StartActivity($"chat {ended.Run.Variant.Model}", ActivityKind.Client, parent, Identity(ended), links: null, timeline.SentAt);
        whileCurrent();
        if (span is null)
            return;
        Describe(span, ended);
        Part(span, "prefill", timeline.SentAt, TimeSpan.Zero, ended.Measurement.TimeToFirstToken);
        if (ended.Measurement.TimeToFirstToken is { } first && ended.Measurement.TailLatency is { } tail)
            Part(span, "decode", timeline.SentAt, first, timeline.EndAt - tail);
        span.SetEndTime((timeline.SentAt + timeline.EndAt).UtcDateTime);
    }

    /// <summary>What a sampler may decide by has to be there from the start.</summary>
    private KeyValuePair<string, object?>[] Identity(SessionEvent.Requested ended) =>
    [
        .. RequestTags.Of(ended.Run.Variant, ended.Request, server.IsSimulated),
        new(Attributes.OperationName, "chat"),
        new(Attributes.ProviderName, server.Kind),
        new(Attributes.ServerAddress, server.Address.Host),
        new(Attributes.ServerPort, server.Address.Port),
    ];

    private void Describe(Activity span, SessionEvent.Requested ended)
    {
        var (entry, timeline, figures) = (ended.Entry, ended.Entry.Timeline, ended.Measurement);
        foreach (var (name, value) in Asked(entry).Concat(Answered(timeline, figures)))
        {
            if (value is not null)
                span.SetTag(name, value);
        }
        if (entry.Outcome is not RequestOutcome.Completed)
        {
            span.SetTag(Attributes.ErrorType, entry.Outcome.Code);
            span.SetStatus(ActivityStatusCode.Error, entry.Outcome.Reason);
        }
        span.SetTag(Attributes.Outcome, entry.Outcome.Name);
        if (capturesContent)
            ChatMessages.Attach(span, ended.Request.Prompt, timeline);
    }

    private static IEnumerable<(string Name, object? Value)> Asked(JournalEntry.Request entry) =>
    [
        (Attributes.RequestId, entry.Id),
        (Attributes.LoadId, entry.LoadId),
        (Attributes.RequestStream, true),
        (Attributes.RequestMaxTokens, entry.MaxTokens),
        (Attributes.RequestTemperature, entry.Sampling.Temperature),
        (Attributes.RequestTopP, entry.Sampling.TopP),
        (Attributes.RequestTopK, entry.Sampling.TopK),
        (Attributes.RequestSeed, entry.Seed),
        (Attributes.ArrivalRate, entry.Arrival?.RequestsPerSecond),
        (Attributes.IntendedSendTime, (entry.Timeline.SentAt - entry.Timeline.SendLateness)?.ToString("O", CultureInfo.InvariantCulture)),
        (Attributes.SendLateness, entry.Timeline.SendLateness?.TotalSeconds),
    ];

    private static IEnumerable<(string Name, object? Value)> Answered(RequestTimeline timeline, RequestMeasurement figures) =>
    [
        (Attributes.ResponseId, timeline.ResponseId),
        (Attributes.ResponseModel, timeline.ResponseModel),
        (Attributes.ResponseFinishReasons, timeline.FinishReason is { } reason ? new[] { reason } : null),
        (Attributes.ResponseTimeToFirstChunk, timeline.Events.Count > 0 ? timeline.Events[0].At.TotalSeconds : null),
        (Attributes.StatusCode, timeline.StatusCode),
        (Attributes.InputTokens, figures.PromptTokens),
        (Attributes.OutputTokens, figures.OutputTokens),
        (Attributes.CachedTokens, timeline.CachedTokens),
        (Attributes.ReasoningTokens, timeline.Usage?.ReasoningTokens),
        (Attributes.TimeToFirstToken, figures.TimeToFirstToken?.TotalSeconds),
        (Attributes.TimeToFirstTokenFromIntended, figures.TimeToFirstTokenFromIntended?.TotalSeconds),
        (Attributes.DecodeSpeed, figures.DecodeTokensPerSecond),
        (Attributes.ReportedSpeed, timeline.Timings?.TokensPerSecond),
    ];

    private void Part(Activity parent, string name, DateTimeOffset sentAt, TimeSpan from, TimeSpan? to)
    {
        if (to is not { } end)
            return;
        using var span = source.StartActivity(name, ActivityKind.Internal, parent.Context, tags: null, links: null, sentAt + from);
        span?.SetEndTime((sentAt + end).UtcDateTime);
    }
}
