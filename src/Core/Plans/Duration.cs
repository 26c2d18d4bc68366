using System.Globalization;

namespace LlmObs.Plans;

/// <summary>Durations as people write them in plans: "500 ms", "30 s", "5 min", "2 h".</summary>
public static class Duration
{
    private static readonly (string Unit, TimeSpan One)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("min", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("h", TimeSpan.FromHours(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (unit, one) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
                continue;
            var isNumber = double.TryParse(text[..^unit.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
            if (!isNumber || number * one.TotalDays > 10_000)
                return false;
            duration = number * one;
            return true;
        }
        return false;
    }

    /// <summary>In the largest unit that leaves a whole number.</summary>
    public static string ToText(TimeSpan duration)
    {
        foreach (var (unit, one) in Units.OrderByDescending(unit => unit.One))
        {
            if (duration.Ticks % one.Ticks == 0 && duration >= one)
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / one.Ticks} {unit}");
        }
        return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.####} ms");
    }
}
