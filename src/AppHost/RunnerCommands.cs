using System.Net.Http.Json;

namespace LlmObs.AppHost;

/// <summary>The dashboard's buttons for the Runner. A refusal is shown in the Runner's own words.</summary>
public static class RunnerCommands
{
    public static IResourceBuilder<ProjectResource> WithSessionCommands(this IResourceBuilder<ProjectResource> runner) => runner
        .WithPost("/api/sessions", "plan=quick", "run-quick", "Run quick plan", "Play")
        .WithPost("/api/sessions", "plan=mac-512gb", "run-mac-512gb", "Run the 512 GB plan", "PlayMultiple")
        .WithPost("/api/sessions/stop", "", "stop-session", "Stop the session", "Stop")
        .WithPost("/api/sessions/resume", "", "resume-session", "Resume the last session", "ArrowClockwise");

    private static IResourceBuilder<ProjectResource> WithPost(this IResourceBuilder<ProjectResource> runner, string path, string query, string name, string title, string icon) =>
        runner.WithHttpCommand(path, title, commandName: name, commandOptions: new HttpCommandOptions
        {
            Method = HttpMethod.Post,
            IconName = icon,
            PrepareRequest = context => Ask(context.Request, query),
            GetCommandResult = ResultAsync,
        });

    /// <summary>Aspire takes all of a command's path for a path: a question mark in it would be encoded.</summary>
    private static Task Ask(HttpRequestMessage request, string query)
    {
        request.RequestUri = new UriBuilder(request.RequestUri!) { Query = query }.Uri;
        return Task.CompletedTask;
    }

    private static async Task<ExecuteCommandResult> ResultAsync(HttpCommandResultContext context)
    {
        if (context.Response.IsSuccessStatusCode)
            return CommandResults.Success();
        var refusal = context.Response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? await context.Response.Content.ReadFromJsonAsync<Refusal>(context.CancellationToken)
            : null;
        return CommandResults.Failure(refusal?.Detail ?? $"The Runner answered {(int)context.Response.StatusCode}.");
    }

    private sealed record Refusal(string? Detail);
}
