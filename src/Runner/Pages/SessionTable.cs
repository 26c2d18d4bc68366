using System.Globalization;

namespace LlmObs.Runner.Pages;

/// <summary>Every session folder, newest first; one that cannot be read stands there with the reason.</summary>
internal static class SessionTable
{
    public static string Render(IReadOnlyList<SessionEntry> sessions, DeskState state) => sessions.Count == 0
        ? "<h2>Sessions</h2><p>None yet.</p>"
        : $"""
            <h2>Sessions</h2>
            <div class="wide" tabindex="0"><table>
            <thead><tr><th>Session</th><th>Measured requests</th><th>Started (UTC)</th><th>Server</th></tr></thead>
            <tbody>
            {string.Concat(sessions.Select(session => Row(session, state)))}</tbody>
            </table></div>
            """;

    public static string Address(string session) => $"/sessions/{Uri.EscapeDataString(session)}/";

    private static string Row(SessionEntry session, DeskState state)
    {
        var name = $"""<td><a href="{Address(session.Name)}">{HtmlText.Encode(session.Name)}</a></td>""";
        if (session.Header is not { } header)
            return $"""<tr>{name}<td colspan="3" class="broken">{HtmlText.Encode(session.Problem ?? "n/a")}</td></tr>""" + "\n";
        var started = header.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var server = HtmlText.Encode($"{header.Server.Name} {header.Server.Version}".TrimEnd());
        return $"<tr>{name}<td>{Progress(session, state)}{GoOn(session, state)}</td><td>{started}</td><td>{server}</td></tr>\n";
    }

    private static string Progress(SessionEntry session, DeskState state) => session.Progress is not { } progress
        ? "n/a"
        : string.Create(CultureInfo.InvariantCulture, $"{Before(session, state)}{progress.Measured} of {progress.Planned}");

    private static string Before(SessionEntry session, DeskState state) => session.IsUnfinished ? state.IsMeasuring(session.Name) ? "under way, " : "stopped after " : "";

    /// <summary>One session is carried out at a time.</summary>
    private static string GoOn(SessionEntry session, DeskState state) => session.IsUnfinished && state.Activity == DeskActivity.Idle ? NextStep.GoOn(session.Name, isMain: false) : "";
}
