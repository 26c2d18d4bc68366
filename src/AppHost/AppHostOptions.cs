using System.CommandLine;

namespace LlmObs.AppHost;

/// <summary>What the app host was asked for; what is not ours goes on to Aspire.</summary>
public sealed record AppHostOptions
{
    /// <summary>The server under test; null lets the Runner look for one and take the Simulator where there is none.</summary>
    public string? Server { get; init; }

    /// <summary>The environment variable that holds the server's key.</summary>
    public string? ApiKeyVariable { get; init; }

    public string? Plan { get; init; }

    /// <summary>Where the session folders go.</summary>
    public string? Output { get; init; }

    /// <summary>Starts the plan at once, on a real server too.</summary>
    public bool Run { get; init; }

    /// <summary>Ends after the first result, with its exit code.</summary>
    public bool Once { get; init; }

    public IReadOnlyList<string> ForAspire { get; init; } = [];
}

/// <summary>The app host's command line: <c>dotnet run --project src/AppHost -- --once</c>.</summary>
public static class AppHostCommand
{
    private static readonly Option<string> Server = new("--server") { Description = "The LLM server to measure, such as http://127.0.0.1:1234. Without it: the one found on this machine, else the Simulator." };
    private static readonly Option<string> ApiKeyVariable = new("--api-key-env") { Description = "The environment variable that holds the server's key." };
    private static readonly Option<string> Plan = new("--plan") { Description = "The plan to run: a file, or a name in plans/. Default: quick." };
    private static readonly Option<string> Output = new("--output") { Description = "The folder for the results. Default: results." };
    private static readonly Option<bool> Run = new("--run") { Description = "Start the plan at once, on a real server too." };
    private static readonly Option<bool> Once = new("--once") { Description = "End after the first result, with its exit code (0 good, 1 something failed, 2 could not start)." };

    /// <summary>Reads the arguments, or answers <c>--help</c> and mistakes by itself: then the exit code is set and the options are null.</summary>
    public static (AppHostOptions? Options, int ExitCode) Parse(string[] args)
    {
        var command = new RootCommand("LlmObs: starts the Runner, the Simulator and the Aspire dashboard.") { Server, ApiKeyVariable, Plan, Output, Run, Once };
        command.TreatUnmatchedTokensAsErrors = false;
        AppHostOptions? options = null;
        command.SetAction(parsed => { options = Read(parsed); });
        var exitCode = command.Parse(args).Invoke();
        return (options, options is null && exitCode != 0 ? 2 : exitCode);
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
