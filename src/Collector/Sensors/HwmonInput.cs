using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmObs.Collector.Sensors;

/// <summary>One input of a hardware monitoring chip: <c>hwmon2/temp1_input</c>, called after the chip and its label.</summary>
internal sealed partial record HwmonInput(string Name, string File)
{
    /// <summary>Every input of a kind on all chips; of several endings for one number the first one counts.</summary>
    public static IReadOnlyList<HwmonInput> Find(SystemFolders folders, string kind, params IReadOnlyList<string> endings)
    {
        var names = new UniqueNames();
        return [.. DeviceFolders.In(Folder(folders), "hwmon").SelectMany(chip => OfChip(chip, kind, endings)).Select(input => input with { Name = names.Take(input.Name) })];
    }

    public static string Folder(SystemFolders folders) => Path.Combine(folders.Sys, "class", "hwmon");

    private static IEnumerable<HwmonInput> OfChip(string chip, string kind, IReadOnlyList<string> endings)
    {
        var chipName = KernelFile.Name(Path.Combine(chip, "name")) ?? Path.GetFileName(chip);
        return Directory.EnumerateFiles(chip, $"{kind}*")
            .Select(file => (File: file, Parts: InputFile().Match(Path.GetFileName(file))))
            .Where(input => input.Parts.Groups["kind"].Value == kind && endings.Contains(input.Parts.Groups["ending"].Value, StringComparer.Ordinal))
            .GroupBy(input => int.Parse(input.Parts.Groups["number"].ValueSpan, CultureInfo.InvariantCulture))
            .OrderBy(number => number.Key)
            .Select(number => number.MinBy(input => endings.ToList().IndexOf(input.Parts.Groups["ending"].Value)).File)
            .Select(file => new HwmonInput($"{chipName} {Label(file)}", file));
    }

    private static string Label(string file)
    {
        var input = Path.GetFileName(file)[..Path.GetFileName(file).LastIndexOf('_')];
        return KernelFile.Name(Path.Combine(Path.GetDirectoryName(file)!, $"{input}_label")) ?? input;
    }

    [GeneratedRegex("^(?<kind>[a-z]+)(?<number>[0-9]+)_(?<ending>[a-z]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InputFile();
}
