using LlmObs.Telemetry;
using static LlmObs.Telemetry.Attributes;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary>One series of the stand-in: its labels as Prometheus writes them, and a value; a histogram sees values around it, a counter grows by it.</summary>
internal sealed record StandInPoint(string Labels, double Value)
{
    private static readonly Dictionary<string, string[]> Domains = new(StringComparer.Ordinal)
    {
        [Case] = ["answer", "code"],
        [Phase] = ["warmup", "measure"],
        [Concurrency] = ["1"],
        [Outcome] = ["completed", "failed"],
        [ErrorType] = ["", "idle_timeout"],
        [TokenType] = ["input", "cached", "output", "reasoning"],
        [ProviderName] = ["lm_studio"],
        [MemoryState] = ["used", "free"],
        [PagingState] = ["used", "free"],
        [HardwareId] = ["cpu", "gpu"],
        [HardwareName] = ["sensor"],
        [HardwareType] = ["gpu"],
    };

    public static IEnumerable<StandInPoint> Of(Instrument instrument) =>
        from variant in instrument.Labels.Contains(Variant) ? StandInVariant.All : [StandInVariant.All[0]]
        where StandInValues.Of(instrument, variant) is not null
        from labels in Combinations(instrument, variant)
        select new StandInPoint(labels, StandInValues.Of(instrument, variant)!.Value);

    private static IEnumerable<string> Combinations(Instrument instrument, StandInVariant variant)
    {
        IEnumerable<string> combinations = [""];
        foreach (var label in instrument.Labels)
        {
            var values = variant.Labels.TryGetValue(label, out var own) ? [own] : Domains[label];
            if (label == Case && VariantInstruments.All.Contains(instrument))
                values = [.. values, VariantInstruments.AllCases];
            combinations = combinations.SelectMany(so => values.Select(value => $"{so}{(so.Length > 0 ? "," : "")}{Instruments.Label(label)}=\"{value}\"")).ToList();
        }
        return combinations;
    }
}
