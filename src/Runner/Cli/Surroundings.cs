using LlmObs.Runner.Calibrations;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Downloads;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using Spectre.Console;

namespace LlmObs.Runner.Cli;

/// <summary>Finds the server to measure: the address the user named, its key.</summary>
public delegate Task<ChosenServer> ChooseServer(Uri? address, string? apiKey, CancellationToken cancellationToken);

/// <summary>All that the command line takes from the process around it.</summary>
public sealed record Surroundings
{
    private const int WidthWithoutTerminal = 140;

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches, so that lines may be redrawn: false for files and pipes.</summary>
    public required bool IsOutputTerminal { get; init; }

    public required bool IsErrorTerminal { get; init; }

    /// <summary>The line a person answers with; null where nobody does.</summary>
    public Func<string?> ReadAnswer { get; init; } = () => null;

    /// <summary>Whether somebody can answer a question.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>The user's own folder, in which servers keep their models.</summary>
    public required string UserFolder { get; init; }

    public DownloadTimes DownloadTimes { get; init; } = new();

    public required TimeProvider Clock { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required ServerConnector Connector { get; init; }

    public required ChooseServer ChooseServer { get; init; }

    /// <summary>What the user types to start this program.</summary>
    public string Command { get; init; } = OwnCommand.Installed;

    /// <summary>Where the doctor looks for a Collector that nobody named.</summary>
    public Uri UsualCollector { get; init; } = new("http://127.0.0.1:5181/");

    public Uri UsualPrometheus { get; init; } = new("http://127.0.0.1:9090/");

    /// <summary>Where the processes that measure on this machine tell of each other; null where they do not.</summary>
    public MeasuringMarks? Marks { get; init; }

    /// <summary>Where the last calibration is kept.</summary>
    public CalibrationFile Calibration { get; init; } = CalibrationFile.OfThisMachine;

    public static Surroundings OfThisProcess()
    {
        var connector = new ServerConnector(TimeProvider.System);
        return new Surroundings
        {
            Output = System.Console.Out,
            Error = System.Console.Error,
            IsOutputTerminal = !System.Console.IsOutputRedirected,
            IsErrorTerminal = !System.Console.IsErrorRedirected,
            ReadAnswer = System.Console.ReadLine,
            IsInputTerminal = !System.Console.IsInputRedirected,
            UserFolder = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            Clock = TimeProvider.System,
            Variable = Environment.GetEnvironmentVariable,
            Connector = connector,
            ChooseServer = (address, apiKey, cancellationToken) => new ServerChoice(connector).ChooseAsync(address, apiKey, null, cancellationToken),
            Marks = MeasuringMarks.OfThisMachine,
            Command = OwnCommand.Of(AppContext.BaseDirectory, Environment.CurrentDirectory),
        };
    }

    /// <summary>Where people are spoken to; under <c>--json</c> standard output belongs to the scripts.</summary>
    public HumanOutput Humans(bool json) => json ? Humans(Error, IsErrorTerminal) : Humans(Output, IsOutputTerminal);

    public async Task<int> RefuseAsync(IEnumerable<string> problems)
    {
        await TellAsync(problems);
        return ExitCodes.UserMistake;
    }

    public async Task TellAsync(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            await Error.WriteLineAsync($"llmobs: {problem}");
    }

    private HumanOutput Humans(TextWriter writer, bool isTerminal) => new(Console(writer, isTerminal), writer, isTerminal);

    private IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        var hasColors = isTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}

/// <summary>A console for people.</summary>
/// <param name="Console">Writes with as much colour as is wanted.</param>
/// <param name="Writer">The same place, without any.</param>
/// <param name="IsTerminal">Whether lines may be redrawn.</param>
public sealed record HumanOutput(IAnsiConsole Console, TextWriter Writer, bool IsTerminal)
{
    /// <summary>Plain words: nothing in them is taken for markup.</summary>
    public void Say(string text) => Console.WriteLine(text);
}
