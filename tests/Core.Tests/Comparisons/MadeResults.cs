using LlmObs.Calibrations;
using LlmObs.Comparisons;
using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Tests.Results;

namespace LlmObs.Tests.Comparisons;

/// <summary>Results whose loads have the speeds one gives them.</summary>
internal static class MadeResults
{
    public static IReadOnlyDictionary<string, string> Prompts { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["short"] = "1", ["long"] = "2" };

    /// <param name="id">Of the variant.</param>
    /// <param name="speeds">Of each load, in tokens per second; the time to first token is ten over it.</param>
    /// <param name="session">Its name.</param>
    /// <param name="model">Whose variant it is.</param>
    public static ComparedResult Of(string id, IReadOnlyList<double> speeds, string session = "now", string model = "alpha") => new(new VariantResult
    {
        SchemaVersion = VariantResult.CurrentSchemaVersion,
        Session = session,
        IsSimulated = false,
        Plan = "small",
        PlanHash = "c0ffee",
        Seed = 7,
        StartedAt = SmallSession.Start,
        ClientVersion = "0.1.0",
        Machine = SmallSession.Header.Machine,
        Server = SmallSession.Header.Server,
        Instrument = new InstrumentError { CalibratedAt = SmallSession.Start, Streams = 1, TimeToFirstTokenSeconds = 0.0001, DecodeShare = 0.001 },
        Variant = SmallSession.Variant(id, model: model),
        Settings = new Settings(),
        Loads = [.. speeds.Select((speed, block) => Load(id, block + 1, speed))],
        Cases = [],
    }, Prompts);

    public static ComparedResult With(this ComparedResult one, Func<VariantResult, VariantResult> edit) => one with { Result = edit(one.Result) };

    public static ComparedResult WithLoads(this ComparedResult one, Func<LoadResult, LoadResult> edit) => one.With(result => result with { Loads = [.. result.Loads.Select(edit)] });

    public static Dictionary<string, double> Cases(params (string Case, double Value)[] values) => values.ToDictionary(one => one.Case, one => one.Value, StringComparer.Ordinal);

    private static LoadResult Load(string id, int block, double speed) => new()
    {
        Run = FormattableString.Invariant($"b{block}/{id}"),
        LoadId = FormattableString.Invariant($"b{block}/{id}#1"),
        LoadSeconds = 100 / speed,
        Kind = LoadKind.Cached,
        MeanDecodeTokensPerSecond = speed,
        MeanDecodeTokensPerSecondByCase = Cases(("short", speed), ("long", speed * 0.9)),
        MeanTimeToFirstTokenSecondsByCase = Cases(("short", 10 / speed), ("long", 30 / speed)),
        MeanPrefillTokensPerSecondByCase = Cases(("long", speed * 20)),
    };
}
