using System.Text.Json;
using LlmObs.Runner.Calibrations;
using LlmObs.Runner.Cli;
using LlmObs.Runner.Downloads;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>The command line in this process, with an output folder of its own, on a machine where no server runs.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>Where nothing listens.</summary>
    private static Uri Nobody { get; } = new("http://127.0.0.1:9/");

    public string Folder { get; } = Directory.CreateTempSubdirectory("llmobs-cli-").FullName;

    /// <summary>Ports on which servers are looked for.</summary>
    public IReadOnlyList<int> LocalPorts { get; init; } = [];

    /// <summary>Where servers would keep their models.</summary>
    public string UserFolder => Path.Combine(Folder, "home");

    /// <summary>What a person types when asked; null where nobody can be.</summary>
    public string? Answer { get; init; }

    /// <summary>What happens while that person thinks.</summary>
    public Action? BeforeAnswer { get; set; }

    public DownloadTimes DownloadTimes { get; init; } = new() { Pace = TimeSpan.FromMilliseconds(20), Listing = TimeSpan.FromMilliseconds(60) };

    public string Results => Path.Combine(Folder, "results");

    /// <summary>Of its own, and not the user's.</summary>
    public CalibrationFile Calibration => new(Path.Combine(Folder, "calibration.json"));

    public string Session => Assert.Single(Directory.GetDirectories(Results));

    public void Set(string variable, string value) => _variables[variable] = value;

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<Told> RunAsync(params string[] args) => RunAsync(TestContext.Current.CancellationToken, args);

    public async Task<Told> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var connector = new ServerConnector(TimeProvider.System) { LocalPorts = LocalPorts };
        var surroundings = new Surroundings
        {
            Output = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            IsOutputTerminal = false,
            IsErrorTerminal = false,
            UserFolder = UserFolder,
            ReadAnswer = () =>
            {
                BeforeAnswer?.Invoke();
                return Answer;
            },
            IsInputTerminal = Answer is not null,
            DownloadTimes = DownloadTimes,
            Clock = TimeProvider.System,
            Variable = name => _variables.GetValueOrDefault(name),
            Connector = connector,
            Calibration = Calibration,
            UsualCollector = Nobody,
            UsualPrometheus = Nobody,
            ChooseServer = (address, apiKey, token) => new ServerChoice(connector).ChooseAsync(address, apiKey, null, token),
        };
        var writesResults = args is ["run", ..] && !args.Contains("--output", StringComparer.Ordinal);
        var exitCode = await LlmObsCommand.InvokeAsync(writesResults ? [.. args, "--output", Results] : args, surroundings, cancellationToken);
        return new Told(exitCode, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>What a command line answered.</summary>
internal sealed record Told(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<JsonElement> Json => [.. OutputLines.Select(line => JsonElement.Parse(line))];

    public IReadOnlyList<JsonElement> Requests => [.. Json.Where(line => line.GetProperty("event").GetString() == "request")];

    public JsonElement Summary => Json[^1];

    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}
