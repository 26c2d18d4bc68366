using System.Globalization;

namespace LlmObs.Runner.Pages;

/// <summary>Every session folder, newest first; one that cannot be read stands there with the reason.</summary>
internal static class SessionTable
{
    public static string Render(IReadOnlyList<SessionEntry> sessions) => sessions.Count == 0
        ? "<h2>Sessions</h2><p>None yet.</p>"
        : $"""
            <h2>Sessions</h2>
            <div class="wide" tabindex="0"><table>
            <thead><tr><th>Session</th><th>Started (UTC)</th><th>Server</th><th>Comparison</th></tr></thead>
            <tbody>
            {string.Concat(sessions.Select(Row))}</tbody>
            </table></div>
            """;

    public static string Address(string session) => $"/sessions/{Uri.EscapeDataString(session)}/";

    private static string Row(SessionEntry session)
    {
        var name = $"""<td><a href="{Address(session.Name)}">{HtmlText.Encode(session.Name)}</a></td>""";
        if (session.Header is not { } header)
            return $"""<tr>{name}<td colspan="3" class="broken">{HtmlText.Encode(session.Problem ?? "n/a")}</td></tr>""" + "\n";
        var started = header.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"<tr>{name}<td>{started}</td><td>{HtmlText.Encode($"{header.Server.Name} {header.Server.Version}".TrimEnd())}</td><td>{(session.HasSummary ? "yes" : "not yet")}</td></tr>\n";
    }
}
