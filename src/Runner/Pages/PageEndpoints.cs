using System.Text;

namespace LlmObs.Runner.Pages;

/// <summary>The pages: what goes on, the sessions, and each report as it lies in its folder.</summary>
internal static class PageEndpoints
{
    private const string Html = "text/html; charset=utf-8";

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (SessionDesk desk, SessionFiles files) => TypedResults.Content(HomePage.Render(desk.State, files.Sessions()), Html));
        routes.MapGet("/style.css", () => TypedResults.Stream(typeof(PageEndpoints).Assembly.GetManifestResourceStream("style.css")!, "text/css"));
        routes.MapGet("/sessions/{session}/", (string session, SessionFiles files) => Show(session, "summary.md", files));
        routes.MapGet("/sessions/{session}/{file}", Show);
    }

    private static async Task<IResult> Show(string session, string file, SessionFiles files)
    {
        if (files.Find(session, file) is not { } path)
            return TypedResults.Content(MarkdownPage.Render("Not found", "# Not found\n\nThere is no such report. It may still be measured: see [what goes on](/)."), Html, Encoding.UTF8, StatusCodes.Status404NotFound);
        return path.EndsWith(".md", StringComparison.Ordinal)
            ? TypedResults.Content(MarkdownPage.Render($"{session}: {file}", await File.ReadAllTextAsync(path)), Html)
            : TypedResults.PhysicalFile(path, "application/json; charset=utf-8");
    }
}
