using LlmObs.Plans;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>The line a script gets for each request that ended. Names are a contract: docs/json-output.md.</summary>
internal sealed record JsonRequest
{
    private JsonRequest()
    {
    }

    public string Event => "request";

    public required string Phase { get; init; }

    public required string Model { get; init; }

    public required string Quantization { get; init; }

    public required string Variant { get; init; }

    public required ModelFormat Format { get; init; }

    public required string Case { get; init; }

    public required Pass Pass { get; init; }

    public required int Concurrency { get; init; }

    public required int Iteration { get; init; }

    public required string Outcome { get; init; }

    public required string? Code { get; init; }

    public required string? Reason { get; init; }

    public required string? FinishReason { get; init; }

    public required double? TimeToFirstTokenMs { get; init; }

    public required double? TimeToFirstAnswerMs { get; init; }

    public required double? DecodeTokensPerSecond { get; init; }

    public required double? EstimatedDecodeTokensPerSecond { get; init; }

    public required double? DecodeUncertainty { get; init; }

    public required double? OutputTokensPerSecond { get; init; }

    public required int? OutputTokens { get; init; }

    public required int? PromptTokens { get; init; }

    public required double DurationMs { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public required double? RequestsPerSecond { get; init; }

    public required double? SendLatenessMs { get; init; }

    public required double? TimeToFirstTokenFromIntendedMs { get; init; }

    public required double? TimeToCompleteAnswerFromIntendedMs { get; init; }

    public required string? LoadId { get; init; }

    public required string Id { get; init; }

    public required bool Simulated { get; init; }

    public static JsonRequest Of(SessionEvent.Requested requested, bool isSimulated)
    {
        var (run, request, entry, measurement) = requested;
        return new JsonRequest
        {
            Phase = request.IsWarmup ? "warmup" : "measure",
            Model = run.Variant.Model,
            Quantization = run.Variant.Quantization,
            Variant = run.Variant.Id,
            Format = run.Variant.Format,
            Case = request.Case,
            Pass = request.Pass,
            Concurrency = request.Concurrency,
            Iteration = request.Iteration,
            Outcome = entry.Outcome.Name,
            Code = entry.Outcome.Code,
            Reason = entry.Outcome.Reason,
            FinishReason = entry.Timeline.FinishReason,
            TimeToFirstTokenMs = Milliseconds(measurement.TimeToFirstToken),
            TimeToFirstAnswerMs = Milliseconds(measurement.TimeToFirstAnswer),
            DecodeTokensPerSecond = measurement.DecodeTokensPerSecond,
            EstimatedDecodeTokensPerSecond = measurement.EstimatedDecodeTokensPerSecond,
            DecodeUncertainty = measurement.DecodeUncertainty,
            OutputTokensPerSecond = measurement.OutputTokensPerSecond,
            OutputTokens = measurement.OutputTokens,
            PromptTokens = measurement.PromptTokens,
            DurationMs = measurement.Duration.TotalMilliseconds,
            SentAt = entry.Timeline.SentAt,
            RequestsPerSecond = entry.Arrival?.RequestsPerSecond,
            SendLatenessMs = Milliseconds(measurement.SendLateness),
            TimeToFirstTokenFromIntendedMs = Milliseconds(measurement.TimeToFirstTokenFromIntended),
            TimeToCompleteAnswerFromIntendedMs = Milliseconds(measurement.TimeToCompleteAnswerFromIntended),
            LoadId = entry.LoadId,
            Id = entry.Id,
            Simulated = isSimulated,
        };
    }

    private static double? Milliseconds(TimeSpan? time) => time?.TotalMilliseconds;
}
