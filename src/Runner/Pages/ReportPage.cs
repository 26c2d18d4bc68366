namespace LlmObs.Runner.Pages;

/// <summary>One report file of a session.</summary>
internal static class ReportPage
{
    public static string Render(string session, string file, string markdown) => PageShell.Render(
        $"{session}: {file}",
        $"""
        <p class="path"><a href="/">Sessions</a> / <a href="{SessionTable.Address(session)}">{HtmlText.Encode(session)}</a> / {HtmlText.Encode(file)}</p>
        {MarkdownPage.Content(markdown)}
        """);
}
