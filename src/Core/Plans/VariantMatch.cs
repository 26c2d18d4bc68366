using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace LlmObs.Plans;

/// <summary>Which of a server's models a variant can be: by format, publisher, quantization and name.</summary>
internal static partial class VariantMatch
{
    /// <summary>Those whose key is named outright, else all that match.</summary>
    public static IReadOnlyList<LocalModel> Of(Variant variant, IReadOnlyList<LocalModel> models)
    {
        var matches = models.Where(model => Matches(variant, model)).ToList();
        var named = matches.Where(model => variant.Match?.Names.Contains(model.Key, StringComparer.OrdinalIgnoreCase) ?? false).ToList();
        return named.Count > 0 ? named : matches;
    }

    private static bool Matches(Variant variant, LocalModel model) =>
        (model.Format == variant.Format || model.Format == ModelFormat.Other)
        && (variant.Match?.Publisher is not { } publisher || string.Equals(publisher, model.Publisher, StringComparison.OrdinalIgnoreCase))
        && HasQuantization(variant.Quantization, model)
        && (variant.Match?.Names ?? [$"*{variant.Model}*"]).Any(pattern => Names(model).Any(name => IsMatch(pattern, name)));

    /// <summary>A key may hold a backslash, which a pattern takes for an escape.</summary>
    private static bool IsMatch(string pattern, string name) =>
        string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase) || FileSystemName.MatchesSimpleExpression(pattern, name);

    /// <summary>By the server's word; where it gives none, by a key, name or file that ends in it. None said and none asked for is equal too.</summary>
    private static bool HasQuantization(string quantization, LocalModel model)
    {
        var wanted = Plain(quantization);
        if (model.Quantization is { } said)
            return Plain(said) == wanted;
        return quantization == DiscoveredVariant.UnknownQuantization || Names(model).Any(name => EndsIn(FileEnding().Replace(name, ""), wanted));
    }

    /// <summary>As a word of its own: IQ4_0 does not end in Q4_0.</summary>
    private static bool EndsIn(string name, string wanted) =>
        Enumerable.Range(0, name.Length).Any(start => (start == 0 || !char.IsAsciiLetterOrDigit(name[start - 1])) && Plain(name[start..]) == wanted);

    private static IEnumerable<string> Names(LocalModel model) => new[] { model.Key, model.DisplayName, model.Path }.OfType<string>();

    /// <summary>Q4_K_M, q4-k-m and "Q4 K M" are one; so are 4bit and 4-bit.</summary>
    private static string Plain(string quantization) =>
        string.Concat(quantization.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>The ending of a file, and which of its parts it is.</summary>
    [GeneratedRegex(@"(-\d{5}-of-\d{5})?\.gguf$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileEnding();
}
