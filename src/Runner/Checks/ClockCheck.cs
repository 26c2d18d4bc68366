using System.Globalization;

namespace LlmObs.Runner.Checks;

/// <summary>Whether times can be told apart finely enough, and whether the Collector's clock agrees with ours: its samples are found by wall time.</summary>
internal sealed class ClockCheck : ICheck
{
    /// <summary>Nothing was measured with this program before; a clock that says so was never set.</summary>
    private const int FirstYear = 2026;

    /// <summary>A token of the fastest servers takes more than a millisecond.</summary>
    private const double CoarsestSeconds = 1e-4;

    private static readonly TimeSpan MostApart = TimeSpan.FromSeconds(2);

    public string Subject => "clock";

    public bool IsForEverySession => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        var problems = Problems(circumstances).ToList();
        return problems.Count > 0 ? problems : [new(Subject, CheckVerdict.Ok, string.Create(CultureInfo.InvariantCulture, $"steps of {circumstances.ClockResolutionSeconds * 1e9:0.#} ns, and today's date."))];
    }

    private IEnumerable<CheckLine> Problems(Circumstances circumstances)
    {
        if (circumstances.Now.Year < FirstYear)
            yield return new(Subject, CheckVerdict.Warning, string.Create(CultureInfo.InvariantCulture, $"it says {circumstances.Now:yyyy-MM-dd}."), "Set it: sessions are named and compared by their time.");
        if (circumstances.ClockResolutionSeconds > CoarsestSeconds)
            yield return new(Subject, CheckVerdict.Warning, string.Create(CultureInfo.InvariantCulture, $"its smallest step is {circumstances.ClockResolutionSeconds * 1000:0.###} ms: too coarse for times between tokens."));
        if (circumstances.Collector is { Report: { } report, ReportedAt: { } at } && (report.At - at).Duration() > MostApart)
            yield return new(Subject, CheckVerdict.Warning, string.Create(CultureInfo.InvariantCulture, $"the Collector's differs from ours by {(report.At - at).Duration().TotalSeconds:0} s: its samples would be taken for those of another time."), "Set both by the network (NTP).");
    }
}
