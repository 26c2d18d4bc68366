using LlmObs.Findings;
using LlmObs.Plans;

namespace LlmObs.Imports;

/// <summary>The evidence of an imported result. One file is one load, so far as anybody knows.</summary>
public static class ImportedEvidence
{
    public static Evidence Of(ImportedResult result) => new()
    {
        Subject = result.Imported.File,
        IsImported = true,
        Requests = [.. result.Requests.Select(request => Of(result, request))],
        Loads = result.Loads,
        Quantization = result.Variant.Quantization,
        ClaimedTokensPerSecond = result.Claims.MeanTokensPerSecond,
        ClaimedFailure = result.Failure,
        ClockResolutionSeconds = result.Machine.ClockResolutionSeconds,
        // weights take at most the peak
        ModelSize = result.Claims.PeakMemoryGb is { } peak ? new DataSize((long)(peak * 1e9)) : null,
    };

    private static RequestSeen Of(ImportedResult result, ImportedRequest request) => new()
    {
        Id = request.Id,
        Case = request.Name,
        Load = result.Imported.File,
        Outcome = request.Succeeded is false ? "failed" : "completed",
        MaxTokens = request.MaxTokens,
        PromptTokens = request.PromptTokens,
        Tokens = request.OutputTokens,
        Seconds = request.DurationSeconds,
        FirstTextSeconds = request.ReportedTimeToFirstTokenSeconds,
        GenerationSeconds = request.GenerationSeconds,
        ClaimedTokensPerSecond = request.ReportedTokensPerSecond,
        Answer = request.Answer ?? "",
    };
}
