namespace LlmObs.Runner.Pages;

/// <summary>The pages: what goes on, the sessions, each report as it lies in its folder, and the buttons.</summary>
internal static class PageEndpoints
{
    private const string Html = "text/html; charset=utf-8";
    private const string NotFound = "# Not found\n\nThere is no such report. It may still be measured: see [what goes on](/).";

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (SessionDesk desk, SessionFiles files, ServeOptions options) => Page(HomePage.Render(desk.State, files.Sessions(), files.Folder, options.PlanName)));
        routes.MapGet("/style.css", () => TypedResults.Stream(typeof(PageEndpoints).Assembly.GetManifestResourceStream("style.css")!, "text/css"));
        routes.MapGet("/sessions/{session}/", ShowSessionAsync);
        routes.MapGet("/sessions/{session}/{file}", ShowFileAsync);
        routes.MapPost("/start", (SessionDesk desk, ServeOptions options, string? plan) => Home(desk.Start(plan ?? options.Plan)));
        routes.MapPost("/resume", (SessionDesk desk, string? session) => Home(desk.Resume(session)));
        routes.MapPost("/stop", (SessionDesk desk) => Home(desk.Stop() ? null : SessionEndpoints.NothingToStop));
    }

    private static async Task<IResult> ShowSessionAsync(string session, SessionFiles files, SessionDesk desk, CancellationToken cancellationToken)
    {
        var names = files.Files(session);
        if (names.Count == 0)
            return Page(MarkdownPage.Render("Not found", NotFound), StatusCodes.Status404NotFound);
        var summary = files.Find(session, SessionFiles.Summary) is { } path ? await File.ReadAllTextAsync(path, cancellationToken) : null;
        return Page(SessionPage.Render(files.Session(session) ?? new SessionEntry(session, null, null, null), summary, names, desk.State));
    }

    private static async Task<IResult> ShowFileAsync(string session, string file, SessionFiles files, CancellationToken cancellationToken)
    {
        if (files.Find(session, file) is not { } path)
            return Page(MarkdownPage.Render("Not found", NotFound), StatusCodes.Status404NotFound);
        return Path.GetExtension(path) switch
        {
            ".md" => Page(ReportPage.Render(session, file, await File.ReadAllTextAsync(path, cancellationToken))),
            ".json" => TypedResults.PhysicalFile(path, "application/json; charset=utf-8"),
            _ => TypedResults.PhysicalFile(path, "text/plain; charset=utf-8"),
        };
    }

    /// <summary>After a button: the first page, which tells what came of it; a refusal has a page of its own.</summary>
    private static IResult Home(string? problem) => problem is null
        ? new SeeOther("/")
        : Page(PageShell.Render("Refused", $"""<h1>That did not start anything</h1><p class="problem">{HtmlText.Encode(problem)}</p><p><a href="/">Back</a></p>"""), StatusCodes.Status409Conflict);

    private static IResult Page(string html, int status = StatusCodes.Status200OK) => TypedResults.Content(html, Html, contentEncoding: null, status);
}
