using System.Globalization;
using LlmObs.Measurements;

namespace LlmObs.Runner.Tests.Servers.Hazards;

/// <summary>docs/hazards.md as its readers see it: one row a scenario.</summary>
internal static class PageOfHazards
{
    public static IReadOnlyList<HazardRow> Rows { get; } = [.. File.ReadLines(Path.Combine(Root(), "docs", "hazards.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|', StringSplitOptions.TrimEntries))
        .Select(cells => new HazardRow(cells[1].Trim('`'), cells[4], cells[5]))];

    public static HazardRow Of(string scenario) => Rows.Single(row => row.Scenario == scenario);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "LlmObs.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}

/// <param name="Scenario">Its name.</param>
/// <param name="Outcome">Such as <c>failed (`http-400`) …</c>.</param>
/// <param name="Measured">Such as <c>first token; tokens 5 as reported</c>.</param>
internal sealed record HazardRow(string Scenario, string Outcome, string Measured)
{
    /// <summary>The outcome that the row promises, without its details.</summary>
    public string Promised => Outcome.Split(',', '…')[0].Trim();

    /// <summary>The words that the reason must have.</summary>
    public string Words => Outcome.Split('…') is [_, var words, ..] ? words : "";

    /// <summary>The same, of what was seen.</summary>
    public static string Kept(RequestTimeline timeline) => RequestOutcome.Of(timeline) is { Code: { } code } failed ? $"{failed.Name} (`{code}`)" : RequestOutcome.Of(timeline).Name;

    public static string Figures(RequestTimeline timeline) => RequestMeasurement.Of(timeline) switch
    {
        { TimeToFirstToken: null } => "no token",
        { OutputTokens: { } tokens } => string.Create(CultureInfo.InvariantCulture, $"first token; tokens {tokens} as reported"),
        _ => "first token; tokens not known, speed estimated from chunks",
    };
}
