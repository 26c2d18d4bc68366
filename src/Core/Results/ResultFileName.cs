using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary><c>{model}-{version}-{timestamp}</c>, the test plan's own form; the session's start as time, so that a rebuild writes the same names.</summary>
public static class ResultFileName
{
    public static string Of(SessionHeader header, Variant variant) =>
        string.Create(CultureInfo.InvariantCulture, $"{Plain(variant.Model)}-{Plain(Version(variant))}-{header.StartedAt.UtcDateTime:yyyyMMdd-HHmmss}");

    /// <summary>The variant's id without the model where it begins with it: two variants of one quantization stay apart.</summary>
    private static string Version(Variant variant) =>
        variant.Id.StartsWith($"{variant.Model}-", StringComparison.Ordinal) ? variant.Id[(variant.Model.Length + 1)..] : variant.Id;

    private static string Plain(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? char.ToLowerInvariant(letter) : '-'));
}
