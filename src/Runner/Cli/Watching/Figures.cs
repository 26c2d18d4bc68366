using System.Globalization;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>Numbers as people read them; absent prints as n/a.</summary>
internal static class Figures
{
    private const string Absent = "n/a";

    public static string Speed(double? tokensPerSecond) => tokensPerSecond is { } speed ? $"{Number(speed, "0.0")} tok/s" : Absent;

    public static string Seconds(double? seconds) => seconds switch
    {
        null => Absent,
        < 1 => $"{Number(seconds.Value * 1000, "0")} ms",
        < 120 => $"{Number(seconds.Value, "0.0")} s",
        _ => Time(TimeSpan.FromSeconds(seconds.Value)),
    };

    /// <summary>Rounded as one would say it: 40 s, 12 min, 3 h 20 min, 2 d 4 h.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => $"{Number(time.TotalSeconds, "0")} s",
        { TotalMinutes: < 90 } => $"{Number(time.TotalMinutes, "0")} min",
        { TotalHours: < 36 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time.Hours} h"),
    };

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>"12 measured requests + 4 warm-ups": what is made and what is measured of it.</summary>
    public static string Requests(int measured, int warmups) =>
        warmups == 0 ? Count(measured, "measured request", "measured requests") : $"{Requests(measured, 0)} + {Count(warmups, "warm-up", "warm-ups")}";

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{count} {many}");
}
