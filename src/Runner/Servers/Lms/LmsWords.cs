using System.Globalization;
using System.Text.RegularExpressions;
using LlmObs.Plans;
using LlmObs.Runner.Programs;

namespace LlmObs.Runner.Servers.Lms;

/// <summary>
/// Reads what <c>lms</c> writes for people, where it has no JSON for it. The forms are those of its source (lmstudio-ai/lms at 07b7252, August 2026:
/// load.ts, Spinner.ts, runtime/list.ts); what asks for input is recognised by its look, for a prompt has no sign of its own.
/// </summary>
internal static partial class LmsWords
{
    /// <summary>0 to 1; null where the words tell none.</summary>
    public static double? Progress(string words) => Percent().Matches(ProgramOutput.Plain(words)) is { Count: > 0 } found
        && int.TryParse(found[^1].Groups["percent"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100
        ? percent / 100.0
        : null;

    /// <summary>"To use the model in the API/SDK, use the identifier "X"."; null where it is not said.</summary>
    public static string? Identifier(string words) => Named().Match(words) is { Success: true } match ? match.Groups["id"].Value : null;

    /// <summary>"Model loaded successfully in 1m 9.10s."; null where it is not said.</summary>
    public static TimeSpan? LoadTime(string words)
    {
        if (Took().Match(words) is not { Success: true } match)
            return null;
        double Part(string name) => double.TryParse(match.Groups[name].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
        return TimeSpan.FromHours(Part("h")) + TimeSpan.FromMinutes(Part("m")) + TimeSpan.FromSeconds(Part("s")) + TimeSpan.FromMilliseconds(Part("ms"));
    }

    /// <summary>Its last line of either stream looks like a question or a menu.</summary>
    public static bool AsksForInput(ProgramOutput output) => output.LastLines.Any(line => Question().IsMatch(line));

    /// <summary>
    /// The one selected runtime for a format, as "name version"; null where none or several are. A line is "name@version   ✓   GGUF".
    /// </summary>
    public static string? SelectedRuntime(string words, ModelFormat format)
    {
        var selected = words.Split('\n').Select(line => Engine().Match(line.TrimEnd())).Where(match => match.Success)
            .Where(match => match.Groups["formats"].Value.Split(',', StringSplitOptions.TrimEntries).Contains(format.ToString(), StringComparer.OrdinalIgnoreCase))
            .Select(match => $"{match.Groups["name"].Value} {match.Groups["version"].Value}").ToList();
        return selected is [var only] ? only : null;
    }

    /// <summary>"Estimated Total Memory: 65.68 GiB", GB in versions before that; null where it is not said.</summary>
    public static DataSize? EstimatedMemory(string words) =>
        Estimate().Match(words) is { Success: true } match && DataSize.TryParse($"{match.Groups["size"].Value} {match.Groups["unit"].Value}", out var size) ? size : null;

    /// <summary>LM Studio says that its own guardrail will refuse the load.</summary>
    public static bool WillBeRefused(string words) => words.Contains("will fail to load", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("(?<percent>[0-9]{1,3})%", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Percent();

    [GeneratedRegex("use the identifier \"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"loaded successfully.{0,80}? in ((?<h>[0-9]+)h )?((?<m>[0-9]+)m )?((?<s>[0-9.]+)s|(?<ms>[0-9.]+)ms)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Took();

    [GeneratedRegex(@"(\?|\|)$|^\? |\((y/n|yes/no)\):?$|(select|choose|enter|press|confirm)\b.*(:|\.|\|)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Question();

    [GeneratedRegex(@"^(?<name>\S+)@(?<version>\S+)\s+✓\s+(?<formats>\S.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Engine();

    [GeneratedRegex("Estimated Total Memory:\\s+(?<size>[0-9.]+) (?<unit>[KMGT]i?B)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Estimate();
}
