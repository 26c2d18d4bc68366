using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmObs.Comparisons;

namespace LlmObs.Runner.Cli.Comparing;

/// <summary>A comparison as one JSON object, for scripts: every member is in docs/json-output.md.</summary>
internal static class CompareJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Line(Comparison comparison, IReadOnlyList<string> broken) => JsonSerializer.Serialize(new
    {
        Simulated = comparison.IsSimulated,
        comparison.LacksCalibration,
        comparison.Differences,
        comparison.LeftOut,
        Failed = broken,
        Metrics = comparison.Metrics.Select(one => new
        {
            one.Metric.Name,
            one.Metric.IsHigherBetter,
            one.ResidualSd,
            one.UnequalSpread,
            Pairs = one.Pairs.Select(Of),
        }),
    }, Options);

    private static object Of(ComparedPair pair) => new
    {
        pair.Model,
        pair.Baseline,
        pair.Candidate,
        pair.BaselineLoads,
        pair.CandidateLoads,
        pair.Cases,
        pair.Ratio,
        Lower = pair.Interval?.Lower,
        Upper = pair.Interval?.Upper,
        Verdict = pair.Ratio is null ? null : (Statistics.Verdict?)pair.Verdict,
        pair.IsWithinInstrumentError,
        pair.InstrumentShare,
        pair.MoreToDecide,
        pair.WhyNot,
    };
}
