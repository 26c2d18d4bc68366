using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LlmObs.Runner.Pages;

/// <summary>Markdown as HTML that is safe to show: model output may be in it. HTML stays text, links lead to the web or to our own pages, images are not fetched.</summary>
public static class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().DisableHtml().Build();

    public static string Render(string title, string markdown) => PageShell.Render(title, Content(markdown));

    /// <summary>The content alone, as HTML. Tables stand in a frame that scrolls on small screens.</summary>
    public static string Content(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            Disarm(link);
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsHarmless(link.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.Url));
        using var html = new StringWriter();
        var renderer = new HtmlRenderer(html);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        // our own policy forbids inline styles, and Markdig aligns columns with them
        return html.ToString()
            .Replace(" style=\"text-align: right;\"", " class=\"number\"", StringComparison.Ordinal)
            .Replace("<table>", """<div class="wide" tabindex="0"><table>""", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
    }

    private static void Disarm(LinkInline link)
    {
        link.IsImage = false;
        if (!IsHarmless(link.GetDynamicUrl?.Invoke() ?? link.Url))
            (link.GetDynamicUrl, link.Url) = (null, "#");
    }

    /// <summary>Only what names http or https, or no scheme at all: browsers skip control characters and blanks in a scheme, so those are refused too.</summary>
    private static bool IsHarmless(string? url)
    {
        if (url is null || url.StartsWith("//", StringComparison.Ordinal) || url.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter == '\\'))
            return false;
        var schemeEnd = url.IndexOfAny([':', '/', '?', '#']);
        var hasScheme = schemeEnd >= 0 && url[schemeEnd] == ':';
        return !hasScheme || url[..schemeEnd].ToUpperInvariant() is "HTTP" or "HTTPS";
    }
}
