namespace LlmObs.Runner.Pages;

/// <summary>What every page has around its content.</summary>
internal static class PageShell
{
    /// <param name="title">As the browser's tab shows it.</param>
    /// <param name="body">HTML: every word from outside in it is encoded already.</param>
    /// <param name="refreshSeconds">How often the browser asks again; null for a page that does not change.</param>
    public static string Render(string title, string body, int? refreshSeconds = null)
    {
        var refresh = refreshSeconds is { } seconds ? $"""<meta http-equiv="refresh" content="{seconds}">""" : "";
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            {refresh}
            <title>{HtmlText.Encode(title)} · LlmObs</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/style.css">
            </head>
            <body>
            <header><a href="/">LlmObs</a></header>
            <main>
            {body}
            </main>
            </body>
            </html>
            """;
    }
}
