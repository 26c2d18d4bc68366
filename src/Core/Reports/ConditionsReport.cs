using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>Under what conditions a session was measured, as far as a check found them amiss or the owner's models made room: the same of every run, so that no run's flag tells it.</summary>
internal static class ConditionsReport
{
    /// <summary>Null where there is nothing to tell.</summary>
    public static string? Of(SessionHeader header)
    {
        List<string> lines = [.. Checks(header), .. PutAside(header)];
        return lines.Count == 0 ? null : $"## Under these conditions\n\n{string.Concat(lines.Select(line => $"- {line}\n"))}";
    }

    /// <summary>What is said again at each resume is one line, with when it was first and last so.</summary>
    private static IEnumerable<string> Checks(SessionHeader header) => header.Checks.GroupBy(check => (check.Subject, check.Text))
        .Select(same => $"**{Escape(same.Key.Subject)}**: {Escape(same.Key.Text)}{(same.Any(check => check.WasIgnored) ? " Measured all the same, as asked." : "")} {When([.. same.Select(check => check.At)])}");

    private static string When(List<DateTimeOffset> times) => times.Count == 1 ? $"(found {Time(times[0])})" : $"(found {times.Count} times, {Time(times.Min())} to {Time(times.Max())})";

    private static IEnumerable<string> PutAside(SessionHeader header) => header.PutAside
        .Select(model => $"**put aside**: {Escape(model.ModelKey)} was unloaded to make room{(model.RestoredAt is { } back ? $", and was in memory again {Time(back)}" : ", and is not loaded again yet")}.");
}
