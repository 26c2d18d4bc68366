using System.Text.Encodings.Web;
using Markdig;

namespace LlmObs.Runner.Pages;

/// <summary>A page made of Markdown. HTML inside the Markdown is shown as text, never run: model output may be in it.</summary>
public static class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().DisableHtml().Build();

    /// <param name="refreshSeconds">How often the browser asks again; null for a page that does not change.</param>
    public static string Render(string title, string markdown, int? refreshSeconds = null)
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
            <title>{HtmlEncoder.Default.Encode(title)} · LlmObs</title>
            <link rel="stylesheet" href="/style.css">
            </head>
            <body>
            <header><a href="/">LlmObs</a></header>
            <main>
            {Markdown.ToHtml(markdown, Pipeline)}
            </main>
            </body>
            </html>
            """;
    }
}
