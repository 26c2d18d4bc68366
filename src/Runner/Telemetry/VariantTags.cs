using System.Globalization;
using System.Text.RegularExpressions;
using LlmObs.Plans;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Telemetry;

/// <summary>The attributes that tell one variant from another, the same on spans, histograms and gauges.</summary>
internal static partial class VariantTags
{
    public static KeyValuePair<string, object?>[] Of(Variant variant, bool isSimulated) =>
    [
        new(Attributes.RequestModel, variant.Model),
        new(Attributes.Variant, variant.Id),
        new(Attributes.Quantization, variant.Quantization),
        new(Attributes.Format, Format(variant.Format)),
        new(Attributes.Backend, Backend(variant)),
        new(Attributes.Simulated, isSimulated ? "true" : "false"),
    ];

    /// <summary>Nominal bits a weight, by the quantization's name: what is compared across formats. Empty where the name does not say.</summary>
    public static string Bits(string quantization) => NominalBits().Match(quantization) is { Success: true } match ? match.Groups["bits"].Value : "";

    private static string Format(ModelFormat format) => format.ToString().ToLower(CultureInfo.InvariantCulture);

    /// <summary>The plan's own word, else the engine that usually runs the format.</summary>
    private static string Backend(Variant variant) => variant.Backend ?? variant.Format switch
    {
        ModelFormat.Gguf => "llama.cpp",
        ModelFormat.Mlx => "mlx",
        _ => "other",
    };

    [GeneratedRegex(@"^(I?Q|TQ|BF|FP|F|MXFP|NVFP)?(?<bits>\d{1,2})(?=_|bit|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NominalBits();
}
