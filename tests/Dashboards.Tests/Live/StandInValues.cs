using LlmObs.Telemetry;

namespace LlmObs.Dashboards.Tests.Live;

/// <summary>What an instrument reads for a variant; null where there is no series.</summary>
internal static class StandInValues
{
    private const double GB = 1e9;
    private const double GiB = 1L << 30;
    private const double HalfWidth = 0.6;

    public static double? Of(Instrument instrument, StandInVariant variant)
    {
        if (instrument == VariantInstruments.DecodeSpeedLow)
            return variant.Loads > 1 ? variant.Speed - HalfWidth : null;
        if (instrument == VariantInstruments.DecodeSpeedHigh)
            return variant.Loads > 1 ? variant.Speed + HalfWidth : null;
        if (instrument == VariantInstruments.Loads)
            return variant.Loads;
        if (instrument == VariantInstruments.NotCompleted)
            return variant.Loads == 1 ? 2 : 0;
        if (instrument == VariantInstruments.MeasuredAt || instrument == RunnerInstruments.RunStart)
            return TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        if (instrument == HostInstruments.ThermalPressure)
            return 0;
        return instrument.Unit switch
        {
            "{token}/s" => variant.Speed,
            "s" when instrument == RunnerInstruments.TimePerOutputToken => 1 / variant.Speed,
            "s" when instrument.Name.Contains("load_time", StringComparison.Ordinal) => variant.GB / 6,
            "s" => 20 / variant.Speed,
            "By" when instrument == VariantInstruments.FileSize => variant.GB * GB,
            "By" => variant.GB * 1.04 * GB,
            "{token}" => 250,
            "1" when instrument == VariantInstruments.MemoryEfficiency => variant.Speed / (variant.GB * 1.04 * GB / GiB),
            "1" => 1,
            "rpm" => 1400,
            "Cel" => 71,
            "W" => 180,
            _ => 24,
        };
    }
}
