using LlmObs.Runner.Checks;

namespace LlmObs.Runner.Cli.Doctor;

/// <summary>How verdicts are called.</summary>
internal static class DoctorWords
{
    public static string Of(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => "ok",
        CheckVerdict.Unknown => "n/a",
        CheckVerdict.Warning => "warning",
        _ => "blocker",
    };

    /// <summary>The last line: what it comes to.</summary>
    public static string Sum(IReadOnlyList<CheckLine> lines, bool isSimulated)
    {
        var (warnings, blockers) = (Count(lines, CheckVerdict.Warning), Count(lines, CheckVerdict.Blocker));
        var words = (warnings, blockers) switch
        {
            (0, 0) => "All is well: you can measure.",
            (_, 0) => $"{Number(warnings, "warning")}, no blocker: you can measure.",
            _ => $"{Number(blockers, "blocker")}, {Number(warnings, "warning")}: see to the {(blockers == 1 ? "blocker" : "blockers")} first.",
        };
        return isSimulated ? $"{words} (On the Simulator: nothing here says anything about a real server.)" : words;
    }

    public static int Count(IEnumerable<CheckLine> lines, CheckVerdict verdict) => lines.Count(line => line.Verdict == verdict);

    private static string Number(int count, string what) => count switch
    {
        0 => $"no {what}",
        1 => $"1 {what}",
        _ => FormattableString.Invariant($"{count} {what}s"),
    };
}
