using LlmObs.Results;
using LlmObs.Statistics;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>How equal speeds are, and whether they drift: said only where the interval leaves zero out.</summary>
internal static class StabilityReport
{
    public static string? Of(VariantResult result)
    {
        if (result.Stability is not { } stability || stability is { WithinLoad: null, BetweenLoads: null, DriftWithinLoad: null })
            return null;
        var table = new MarkdownTable("Decode speed", "Spread (SD)", "Drift, 95 % interval", "Verdict")
            .Row("within a load, from request to request of a case", Spread(stability.WithinLoad), Slope(stability.DriftWithinLoad, "request"), Verdict(stability.DriftWithinLoad, "each case was sent once a load"))
            .Row("between loads, over the session's time", Spread(stability.BetweenLoads), Slope(stability.DriftOverTime, "hour"), Verdict(stability.DriftOverTime, "three loads are needed"));
        return $"## Stability\n\n{table}";
    }

    /// <summary>Null where there is too little to say anything.</summary>
    public static string? OfSession(IReadOnlyList<VariantResult> results)
    {
        if (StabilityResults.DriftOf(results) is not { HalfWidth: not null } drift)
            return null;
        var word = drift.IsCertain
            ? $"**The machine became {(drift.Slope < 0 ? "slower" : "faster")} while it was measured:** {Slope(drift, "hour")}. Variants are compared within blocks, so that it cancels there; speeds of different days do not compare."
            : $"No drift to be seen over the session: {Slope(drift, "hour")}.";
        return $"## Stability\n\n{word} From {Number(drift.N, "0")} loads, each variant at its own level (95 % interval).\n";
    }

    private static string Spread(PooledSpread? spread) => spread is { } known ? $"{Number(known.Sd * 100, "0.00")} %" : Unknown;

    /// <summary>"−0.31 % ± 0.12 a request".</summary>
    private static string Slope(PooledSlope? slope, string unit) => slope is null
        ? Unknown
        : $"{Signed(Stability.Share(slope.Slope) * 100)} %{(slope.HalfWidth is { } half ? $" ± {Number(half * 100, "0.00")}" : "")} a{(unit == "hour" ? "n" : "")} {unit}";

    private static string Signed(double value) => Number(value, "+0.00;−0.00;0.00");

    private static string Verdict(PooledSlope? slope, string need) => slope switch
    {
        null => $"not known: {need}",
        { HalfWidth: null } => "not known: too few",
        { IsCertain: true } => slope.Slope < 0 ? "drifts slower" : "drifts faster",
        _ => "no drift to be seen",
    };
}
