using System.Text.RegularExpressions;

namespace LlmObs.Imports;

/// <summary>What a model's name says of its quantization: all that such files have.</summary>
internal static partial class ImportedNames
{
    public static string? Quantization(string model) => Known().Matches(model) is { Count: > 0 } found ? found[^1].Value : null;

    [GeneratedRegex("(?<![a-z0-9])(I?Q[0-9](_[a-z0-9]+)*|BF16|FP?16|FP?32|FP8|MXFP[48]|NVFP4|AWQ|GPTQ|[0-9]{1,2}bit)(?![a-z0-9])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Known();
}
