namespace LlmObs.Collector.Machines;

/// <summary>Where a Mac's power comes from and whether it is saving it, in the words of <c>pmset -g batt</c> and <c>pmset -g</c>.</summary>
internal static class MacPower
{
    private const string Before = "Now drawing from '";

    /// <summary>Null where it says neither. An uninterruptible supply that feeds the Mac is a battery.</summary>
    public static bool? IsOnBattery(string batteries) => batteries.Split('\n').FirstOrDefault(line => line.StartsWith(Before, StringComparison.Ordinal))?[Before.Length..].TrimEnd('\r', '\'') switch
    {
        "AC Power" => false,
        "Battery Power" or "UPS Power" => true,
        _ => null,
    };

    /// <summary>
    /// A Mac that also has a high-power mode says <c>powermode</c>: 0 automatic, 1 low, 2 high. Others say <c>lowpowermode</c>: 0 or 1, and null where it has none.
    /// The settings under "Currently in use" are those of the power source of now.
    /// </summary>
    public static bool? IsLowPowerMode(string settings) => (Setting(settings, "powermode") ?? Setting(settings, "lowpowermode")) switch
    {
        "1" => true,
        "0" or "2" => false,
        _ => null,
    };

    private static string? Setting(string settings, string name) =>
        settings.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).FirstOrDefault(words => words is [var first, _, ..] && first == name)?[1];
}
