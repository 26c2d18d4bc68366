using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Statistics;

namespace LlmObs.Findings;

/// <summary>The evidence of a variant that was measured here.</summary>
public static class SessionEvidence
{
    /// <param name="header">Of the session.</param>
    /// <param name="plan">As it was run.</param>
    /// <param name="result">Of the variant.</param>
    /// <param name="entries">Of the journal.</param>
    /// <param name="session">All results of the session; null where the variant stands alone.</param>
    public static Evidence Of(SessionHeader header, Plan plan, VariantResult result, IEnumerable<JournalEntry> entries, IReadOnlyList<VariantResult>? session = null)
    {
        var model = plan.Models.FirstOrDefault(one => one.Id == result.Variant.Model);
        return new Evidence
        {
            Subject = result.Variant.Id,
            IsSimulated = result.IsSimulated,
            Requests = [.. LostRuns.Counted([.. entries]).Where(entry => entry.Variant == result.Variant.Id).Select(entry => Of(new MeasuredRequest(entry)))],
            Loads = result.Loads,
            Checks = header.Checks,
            Quantization = result.Variant.Quantization,
            ClaimedFailure = result.Variant.Status.ClaimedReason,
            ClockResolutionSeconds = header.Machine.ClockResolutionSeconds,
            InstrumentDecodeShare = header.Instrument?.DecodeShare,
            DecodeTokensPerSecond = Speed(result),
            OtherDecodeTokensPerSecond = (session ?? []).Where(other => other.Variant.Model == result.Variant.Model && other.Variant.Id != result.Variant.Id)
                .Select(other => (other.Variant.Id, Speed: Speed(other))).Where(other => other.Speed is not null).ToDictionary(other => other.Id, other => other.Speed!.Value, StringComparer.Ordinal),
            MemoryBytesPerSecond = MemoryBandwidth.BytesPerSecond(header.Machine.Processor),
            ModelSize = result.Loads.Select(load => load.Model?.FileSize).FirstOrDefault(size => size is not null),
            ActiveShare = model is { TotalParametersBillions: > 0 } ? model.ActiveParametersBillions / model.TotalParametersBillions : null,
        };
    }

    private static double? Speed(VariantResult result) => MeanInterval.Of(result.Loads.Select(load => load.MeanDecodeTokensPerSecond).OfType<double>())?.Mean;

    private static RequestSeen Of(MeasuredRequest request)
    {
        var (entry, timeline, figures) = (request.Entry, request.Entry.Timeline, request.Measurement);
        return new RequestSeen
        {
            Id = entry.Id,
            Case = entry.Case,
            Load = entry.LoadId ?? entry.Run,
            IsWarmup = entry.IsWarmup,
            Pass = entry.Pass,
            Concurrency = entry.Concurrency,
            Outcome = entry.Outcome.Name,
            Code = entry.Outcome.Code,
            MaxTokens = entry.MaxTokens,
            PromptTokens = figures.PromptTokens,
            Tokens = figures.OutputTokens,
            Seconds = figures.Duration.TotalSeconds,
            FirstTextSeconds = figures.TimeToFirstToken?.TotalSeconds,
            GenerationSeconds = timeline.Timings?.GenerationTime?.TotalSeconds,
            ClaimedTokensPerSecond = timeline.Timings?.TokensPerSecond,
            DecodeTokensPerSecond = figures.DecodeTokensPerSecond,
            TextReads = timeline.Events.Where(seen => seen.TextBytes > 0).Select(seen => seen.Read).Distinct().Count(),
            UnreadEvents = timeline.MalformedEvents,
            CachedPromptShare = figures.CachedPromptShare,
            PromptHash = entry.PromptHash,
            FinishReason = timeline.FinishReason ?? "none",
            ResponseModel = timeline.ResponseModel,
            Reasoning = timeline.Reasoning,
            Answer = timeline.Answer,
        };
    }
}
