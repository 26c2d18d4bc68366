using System.CommandLine;

namespace LlmObs.AppHost;

/// <summary>The app host's command line: <c>dotnet run --project src/AppHost -- --once</c>.</summary>
public static class AppHostCommand
{
    private const int UserMistake = 2;
    private static readonly Option<string> Server = new("--server", "-s") { Description = "The LLM server to measure, such as http://127.0.0.1:1234. \"simulator\" takes the built-in one. Default: the one found on this machine, else the Simulator.", HelpName = "URL" };
    private static readonly Option<string> ApiKeyVariable = new("--api-key-env") { Description = "The environment variable that holds the server's key.", HelpName = "NAME" };
    private static readonly Option<string> Plan = new("--plan") { Description = "The plan to run: a file, or a name in plans/. Default: quick.", HelpName = "PLAN" };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "The folder for the results. Default: results.", HelpName = "DIR" };
    private static readonly Option<bool> Run = new("--run") { Description = "Start the plan at once, on a real server too." };
    private static readonly Option<bool> Once = new("--once") { Description = "Start the plan at once and end after its result, with its exit code: 0 good, 1 something failed, 2 it could not start." };

    /// <summary>What Aspire's own tools hand to an app host.</summary>
    private static readonly string[] AspireOptions = ["--operation", "--publisher", "--step", "--output-path", "--environment", "--applicationName", "--contentRoot"];

    /// <summary>Reads the arguments, or answers <c>--help</c> and mistakes by itself: then the exit code is set and the options are null.</summary>
    public static (AppHostOptions? Options, int ExitCode) Parse(string[] args, TextWriter output, TextWriter error)
    {
        var command = new RootCommand("LlmObs: starts the Runner, the Collector and the Aspire dashboard; a Simulator where no LLM server is found; Prometheus and Grafana where they can be had.") { Server, ApiKeyVariable, Plan, Output, Run, Once };
        command.TreatUnmatchedTokensAsErrors = false;
        var parsed = command.Parse(args);
        var mistakes = parsed.Errors.Select(problem => problem.Message).Concat(Unknown(parsed.UnmatchedTokens)).ToList();
        foreach (var mistake in mistakes)
            error.WriteLine($"llmobs: {mistake} --help lists the options.");
        if (mistakes.Count > 0)
            return (null, UserMistake);

        AppHostOptions? options = null;
        command.SetAction(result => { options = Read(result); });
        var exitCode = command.Parse(args).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (options, exitCode);
    }

    private static IEnumerable<string> Unknown(IReadOnlyList<string> tokens)
    {
        var isValue = false;
        foreach (var token in tokens)
        {
            var isAspires = IsAspires(token);
            if (!isAspires && !isValue)
                yield return $"\"{token}\" is not known here.";
            isValue = isAspires && token.StartsWith('-') && !token.Contains('=', StringComparison.Ordinal);
        }
    }

    /// <summary>Settings of Aspire have a section, as in <c>--Dashboard:Port=5000</c>; a web address is none.</summary>
    private static bool IsAspires(string token)
    {
        var name = token.Split('=')[0];
        return AspireOptions.Contains(name, StringComparer.OrdinalIgnoreCase) || (name.Contains(':', StringComparison.Ordinal) && !name.Contains("://", StringComparison.Ordinal));
    }

    private static AppHostOptions Read(ParseResult parsed) => new()
    {
        Server = parsed.GetValue(Server),
        ApiKeyVariable = parsed.GetValue(ApiKeyVariable),
        Plan = parsed.GetValue(Plan),
        Output = parsed.GetValue(Output),
        Run = parsed.GetValue(Run),
        Once = parsed.GetValue(Once),
        ForAspire = parsed.UnmatchedTokens,
    };
}
