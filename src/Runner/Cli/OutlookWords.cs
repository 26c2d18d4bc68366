using System.Globalization;
using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Runner.Cli.Watching;

namespace LlmObs.Runner.Cli;

/// <summary>What comes next of a plan and what is left, in a few lines.</summary>
internal static class OutlookWords
{
    /// <param name="outlook">What there is to tell.</param>
    /// <param name="layout">The plan as it was asked for.</param>
    /// <param name="command">That runs it.</param>
    public static IEnumerable<string> Of(PlanOutlook outlook, PlanLayout layout, string command)
    {
        if (outlook.Session is null && outlook.Beside.Count == 0)
            return ["Nothing is left of what runs unless named."];
        return outlook.Session is null ? Anew(outlook, layout) : [.. GoingOn(outlook, outlook.Session, command), .. Beside(outlook)];
    }

    private static IEnumerable<string> GoingOn(PlanOutlook outlook, SessionState session, string command)
    {
        var next = Name(outlook.Left[0], outlook.Left[0].Runs[0]);
        yield return session.IsRunning
            ? $"Under way in {session.Folder}{Simulated(session)}: {next}."
            : $"Next: {next}{Simulated(session)}, with: {command} --resume {OwnCommand.Quoted(session.Folder)}";
        yield return $"Left in it: {Amount(outlook.Left, outlook.Paces)}.";
    }

    private static IEnumerable<string> Beside(PlanOutlook outlook)
    {
        if (outlook.Beside.Count == 0)
            yield break;
        var variants = outlook.Beside.SelectMany(block => block.Runs).Select(run => run.Variant.Id).Distinct(StringComparer.Ordinal);
        yield return $"Not in it, as the server had it or as it was asked for: {string.Join(", ", variants)}: {Amount(outlook.Beside, outlook.Paces)}.";
    }

    private static IEnumerable<string> Anew(PlanOutlook outlook, PlanLayout layout)
    {
        yield return layout.HasSeed
            ? $"Next: {Name(outlook.Beside[0], outlook.Beside[0].Runs[0])}, in a new run."
            : $"A new run draws its own order of: {string.Join(", ", outlook.Beside[0].Runs.Select(run => run.Variant.Id))}.";
        yield return $"Left: {Amount(outlook.Beside, outlook.Paces)}.";
    }

    private static string Amount(IReadOnlyList<Block> left, Paces paces)
    {
        var (estimate, runs) = (PlanEstimate.Of(left, paces), left.SelectMany(block => block.Runs).ToList());
        var sweeps = runs.Sum(run => run.Sweeps?.Kinds.Count() ?? 0);
        string?[] parts = [Figures.Count(runs.Count(run => run.Requests.Count > 0), "load", "loads"), Figures.Requests(estimate.Requests, estimate.Warmups), sweeps == 0 ? null : Figures.Count(sweeps, "sweep", "sweeps")];
        return $"{string.Join(", ", parts.OfType<string>())}, {(estimate.IsMeasured ? "about" : "at most")} {Figures.Time(estimate.Duration)}: {estimate.Basis}";
    }

    private static string Name(Block block, Run run) =>
        string.Create(CultureInfo.InvariantCulture, $"{run.Variant.Id}{(run.IsAnchor ? " (anchor)" : "")}, block {block.Number}{(block.Phase is null ? "" : $" of {block.Phase}")}{(run.Requests.Count == 0 ? ", its sweeps" : "")}");

    private static string Simulated(SessionState session) => session.Header.Server.IsSimulated ? " (on the Simulator)" : "";
}
