namespace LlmObs.Runner.Pages;

/// <summary>The service's HTTP API: state, start, stop, resume.</summary>
internal static class SessionEndpoints
{
    public const string NothingToStop = "No session is under way.";

    public static void MapSessionApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/state", (SessionDesk desk) => desk.State);
        routes.MapGet("/api/server", (ServerWatch watch, CancellationToken cancellationToken) => watch.LookAsync(cancellationToken));
        routes.MapGet("/api/sessions", (SessionFiles files) => files.Sessions().Select(session => session.Name));
        routes.MapPost("/api/sessions", (SessionDesk desk, ServeOptions options, string? plan) => Answer(desk.Start(plan ?? options.Plan)));
        routes.MapPost("/api/sessions/resume", (SessionDesk desk, string? session) => Answer(desk.Resume(session)));
        routes.MapPost("/api/sessions/stop", (SessionDesk desk) => Answer(desk.Stop() ? null : NothingToStop));
    }

    private static IResult Answer(string? problem) => problem is null
        ? TypedResults.Accepted("/api/state")
        : TypedResults.Problem(problem, statusCode: StatusCodes.Status409Conflict);
}
