using System.Globalization;

namespace LlmObs.Collector.Sensors;

/// <summary>Numbered folders such as hwmon0, hwmon1 … hwmon10, in the order of their numbers.</summary>
internal static class DeviceFolders
{
    public static IEnumerable<string> In(string folder, string prefix)
    {
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateDirectories(folder, $"{prefix}*").Where(device => NumberOf(device, prefix) is not null).OrderBy(device => NumberOf(device, prefix));
    }

    private static int? NumberOf(string device, string prefix) =>
        int.TryParse(Path.GetFileName(device).AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
