namespace LlmObs.Runner.Pages;

/// <summary>A session: its comparison where there is one, and all its files.</summary>
internal static class SessionPage
{
    private const string NoSummary = "> There is no comparison yet: it is written after each block. Go on with the session, or run `llmobs report` on its folder.\n";

    /// <param name="session">The folder's name.</param>
    /// <param name="summary">The comparison as Markdown; null when there is none.</param>
    /// <param name="files">The names of its files.</param>
    public static string Render(string session, string? summary, IReadOnlyList<string> files) => PageShell.Render(
        session,
        $"""
        <p class="path"><a href="/">Sessions</a> / {HtmlText.Encode(session)}</p>
        {(summary is null ? $"<h1>{HtmlText.Encode(session)}</h1>\n{MarkdownPage.Content(NoSummary)}" : MarkdownPage.Content(summary))}
        <h2>Files</h2>
        <ul class="files">
        {string.Concat(files.Where(IsReport).Concat(files.Where(file => !IsReport(file))).Select(file => Item(session, file)))}</ul>
        """);

    private static bool IsReport(string file) => file.EndsWith(".md", StringComparison.Ordinal);

    private static string Item(string session, string file) =>
        $"""<li><a href="{SessionTable.Address(session)}{Uri.EscapeDataString(file)}">{HtmlText.Encode(file)}</a></li>""" + "\n";
}
