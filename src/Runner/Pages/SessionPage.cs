namespace LlmObs.Runner.Pages;

/// <summary>A session: its comparison where there is one, how to go on with it, and all its files.</summary>
internal static class SessionPage
{
    private const string NoSummary = "There is no comparison yet: it is written after each block. Go on with the session, or run `llmobs report` on its folder.\n";

    /// <param name="session">The session as the list has it; one whose files alone are there has no header.</param>
    /// <param name="summary">The comparison as Markdown; null when there is none.</param>
    /// <param name="files">The names of its files.</param>
    /// <param name="state">What the service is doing.</param>
    public static string Render(SessionEntry session, string? summary, IReadOnlyList<string> files, DeskState state) => PageShell.Render(
        session.Name,
        $"""
        <p class="path"><a href="/">Sessions</a> / {HtmlText.Encode(session.Name)}</p>
        {Next(session, state)}
        {(summary is null ? $"<h1>{HtmlText.Encode(session.Name)}</h1>\n{MarkdownPage.Content(Missing(session))}" : MarkdownPage.Content(summary))}
        <h2>Files</h2>
        <ul class="files">
        {string.Concat(files.Where(IsReport).Concat(files.Where(file => !IsReport(file))).Select(file => Item(session.Name, file)))}</ul>
        """);

    private static string Missing(SessionEntry session) => $"> {(session is { IsUnfinished: true, Progress: { } progress } ? $"Stopped after {progress.Share}. " : "")}{NoSummary}";

    private static string Next(SessionEntry session, DeskState state) => session switch
    {
        _ when state.IsMeasuring(session.Name) => """<p class="said">It is under way: see <a href="/">what goes on</a>.</p>""",
        { IsUnfinished: true } => NextStep.Row(NextStep.GoOn(session.Name, isMain: true)),
        _ => "",
    };

    private static bool IsReport(string file) => file.EndsWith(".md", StringComparison.Ordinal);

    private static string Item(string session, string file) =>
        $"""<li><a href="{SessionTable.Address(session)}{Uri.EscapeDataString(file)}">{HtmlText.Encode(file)}</a></li>""" + "\n";
}
