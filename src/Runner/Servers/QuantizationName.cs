using System.Text.RegularExpressions;

namespace LlmObs.Runner.Servers;

/// <summary>Reads a quantization out of the names servers give, and writes it as its publisher would: Q4_K_M, BF16, 4bit.</summary>
internal static partial class QuantizationName
{
    /// <summary>llama.cpp's words for a file type: "Q4_K - Medium", "mostly Q8_0", "all F32", "IQ2_XS - 2.3125 bpw", "Q4_0 (guessed)".</summary>
    public static string? FromFileType(string? words)
    {
        if (words is null || FileType().Match(words) is not { Success: true } match)
            return null;
        var name = match.Groups["name"].Value;
        return match.Groups["size"].Value switch
        {
            "Small" => $"{name}_S",
            // Q2_K and Q6_K have no medium of their own
            "Medium" when name is not "Q2_K" => $"{name}_M",
            "Large" => $"{name}_L",
            "Extra small" => $"{name}_XS",
            _ => name,
        };
    }

    /// <summary>From a file, repository or model name: the last thing in it that reads like one.</summary>
    public static string? FromName(string? name)
    {
        if (name is null || InName().Matches(name) is not { Count: > 0 } found)
            return null;
        var last = found[^1].Value;
        return last.EndsWith("bit", StringComparison.OrdinalIgnoreCase) ? last.ToLowerInvariant() : last.ToUpperInvariant();
    }

    /// <summary>Equal but for case, dashes and underscores.</summary>
    public static bool AreEqual(string one, string other) => Bare(one).Equals(Bare(other), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^(all |mostly )?(?<name>[A-Z]+\d\w*)( - (?<size>Small|Medium|Large|Extra small))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileType();

    [GeneratedRegex(
        @"(?<![a-z0-9])(I?Q\d_K_(XXS|XS|XL|S|M|L)|I?Q\d_K|I?Q\d_[01]|IQ\d_(XXS|XS|NL|S|M)|TQ[12]_0|BF16|FP?16|FP?32|FP8|MXFP[48]|NVFP4|AWQ|GPTQ|\d{1,2}bit)(?![a-z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex InName();
}
