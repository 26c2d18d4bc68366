using LlmObs.Plans;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Telemetry;

/// <summary>The attributes of one request's points on histograms and counters.</summary>
internal static class RequestTags
{
    public static KeyValuePair<string, object?>[] Of(Variant variant, PlannedRequest request, bool isSimulated) =>
    [
        .. VariantTags.Of(variant, isSimulated),
        new(Attributes.Case, request.Case),
        new(Attributes.Phase, Phase(request)),
        new(Attributes.Concurrency, request.Concurrency),
    ];

    /// <summary>Cold requests and those of other passes stay out of what is compared.</summary>
    public static string Phase(PlannedRequest request) => request switch
    {
        { IsWarmup: true } => "warmup",
        { Pass: Pass.Speed } => "measure",
        _ => request.Pass.ToString().ToLowerInvariant(),
    };
}
