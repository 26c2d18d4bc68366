using System.Globalization;
using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Statistics;

namespace LlmObs.Reports;

/// <summary>Figures and words as the reports write them. Unknown is "n/a"; words from outside are made harmless.</summary>
public static class ReportText
{
    public const string Unknown = "n/a";
    private const string Special = "\\`*{}[]<>|~#";
    private const string Eighths = " ▏▎▍▌▋▊▉█";
    private const int BarWidth = 20;

    /// <summary>A token count that may be off by less changes no figure that is shown.</summary>
    private const double SmallDoubt = 0.005;

    public static string Escape(string? text) => text is null
        ? Unknown
        : string.Concat(text.ReplaceLineEndings(" ").Select(letter => Special.Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : letter.ToString()));

    /// <summary>Thousands are parted by commas, everywhere.</summary>
    /// <param name="value">Null is unknown.</param>
    /// <param name="format">Of digits, each of its sections too: "0.0", "+0.00;−0.00;0.00".</param>
    public static string Number(double? value, string format = "0.0") => value?.ToString(WithThousands(format), CultureInfo.InvariantCulture) ?? Unknown;

    private static string WithThousands(string format) => string.Join(';', format.Split(';').Select(section =>
    {
        var digits = section.AsSpan().IndexOfAny('0', '#');
        return digits < 0 || section.Any(char.IsAsciiLetter) ? throw new FormatException($"\"{format}\" is no format of digits.") : $"{section[..digits]}#,{section[digits..]}";
    }));

    public static string Milliseconds(double? seconds) => seconds is { } value ? Number(value * 1000, value < 0.1 ? "0.0" : "0") : Unknown;

    public static string Seconds(double? seconds) => Number(seconds, seconds < 10 ? "0.00" : "0.0");

    /// <summary>With its format, where it has one: <c>Q4_K_M GGUF</c>.</summary>
    public static string Quantization(Variant variant) =>
        variant.Format == ModelFormat.Other ? variant.Quantization : $"{variant.Quantization} {variant.Format.ToString().ToUpperInvariant()}";

    public static string FileSize(DataSize? size) => size?.ToString() ?? Unknown;

    /// <summary>"47.0 ± 0.6"; without ± where a single load says nothing about its spread.</summary>
    public static string Interval(MeanInterval? mean) => mean switch
    {
        null => Unknown,
        { HalfWidth: { } half } => $"{Number(mean.Mean)} ± {Number(half)}",
        _ => Number(mean.Mean),
    };

    /// <summary>What a speed rests on: "count ±1.1 %, 4 of 10 requests", the token count's own uncertainty and how many requests bear it where not all do; empty where nothing is to be said.</summary>
    public static string DecodeBasis(VariantSummary one) =>
        one.DecodeTokensPerSecond is null ? "" : Basis(one.DecodeUncertainty, one.WithDecodeSpeed, one.SpeedRequests);

    internal static string Basis(double? doubt, int with, int of)
    {
        var count = doubt > SmallDoubt ? $"count ±{Number(doubt * 100)} %" : null;
        var share = with < of ? $"{Number(with, "0")} of {Number(of, "0")} requests" : null;
        return string.Join(", ", new[] { count, share }.OfType<string>());
    }

    /// <summary>"1.92 (1.71 net)": joules for an output token, gross and less what the machine draws idle.</summary>
    public static string Energy(MachineSummary machine) => machine switch
    {
        { GrossJoulesPerToken: null } => Unknown,
        { NetJoulesPerToken: { } net } => $"{Number(machine.GrossJoulesPerToken, "0.00")} ({Number(net, "0.00")} net)",
        _ => Number(machine.GrossJoulesPerToken, "0.00"),
    };

    /// <summary>"1 of 2: throttled, swapped"; empty where no run is flagged.</summary>
    public static string Flagged(MachineSummary machine) => machine.FlaggedRuns == 0
        ? ""
        : $"{Number(machine.FlaggedRuns, "0")} of {Number(machine.Runs, "0")}: {string.Join(", ", machine.Flags.Select(one => Word(one.Flag.Kind)).Distinct(StringComparer.Ordinal))}";

    public static string Word(RunFlagKind kind) => kind switch
    {
        RunFlagKind.Throttled => "throttled",
        RunFlagKind.Swapped => "swapped",
        RunFlagKind.Slept => "slept",
        RunFlagKind.Shared => "shared",
        RunFlagKind.Disturbed => "disturbed in memory",
        _ => "began warm",
    };

    /// <summary>A bar of block characters, as long as the value is of the largest.</summary>
    public static string Bar(double? value, double largest, int width = BarWidth)
    {
        if (value is not > 0 || largest <= 0)
            return "";
        var eighths = (int)Math.Round(value.Value / largest * width * 8);
        var bar = new string('█', eighths / 8);
        return eighths % 8 == 0 ? bar : bar + Eighths[eighths % 8];
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
