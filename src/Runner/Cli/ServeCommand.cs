using System.CommandLine;
using LlmObs.Results;
using LlmObs.Runner.Pages;
using LlmObs.Runner.Sessions;
using Spectre.Console;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs serve</c>: the Runner as a service on loopback.</summary>
internal static class ServeCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => ServeOptions.DefaultPort, HelpName = "N" };
    private static readonly Option<string?> Simulator = new("--simulator") { Description = "A Simulator that runs already, for when no server is found. Default: one in this process.", HelpName = "URL" };
    private static readonly Option<string?> Collector = ServerOptions.Collector();
    private static readonly Option<string?> CollectorTokenFile = ServerOptions.CollectorTokenFile();
    private static readonly Option<string> Plan = new("--plan") { Description = "The plan that is run first: a file, or a name in plans/.", DefaultValueFactory = _ => "quick", HelpName = "PLAN" };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "The folder of the sessions.", DefaultValueFactory = _ => "results", HelpName = "DIR" };
    private static readonly Option<bool> Run = new("--run") { Description = "Begin at once on a real server too; on the Simulator the plan always begins at once." };
    private static readonly Option<bool> Once = new("--once") { Description = "End after the first result, with its exit code." };

    public static Command Create(Surroundings surroundings)
    {
        var (server, apiKeyVariable) = (ServerOptions.Server(), ServerOptions.ApiKeyVariable());
        var command = new ExampledCommand("serve", "Serves the reports on this machine and runs plans when asked to.")
        {
            Examples =
            [
                new("llmobs serve", "Run the quick plan on the Simulator if no server is found, and show the reports"),
                new("llmobs serve --server http://127.0.0.1:1234 --run", "Measure what LM Studio has loaded"),
            ],
        };
        foreach (var option in new Option[] { server, apiKeyVariable, Simulator, Collector, CollectorTokenFile, Plan, Output, Port, Run, Once })
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => ServeAsync(surroundings, parsed, parsed.GetValue(server), parsed.GetValue(apiKeyVariable), cancellationToken));
        return command;
    }

    private static async Task<int> ServeAsync(Surroundings surroundings, ParseResult parsed, string? server, string? apiKeyVariable, CancellationToken cancellationToken)
    {
        var mistakes = new List<string>();
        var address = ServerOptions.Address(server, mistakes);
        var simulator = ServerOptions.Address(parsed.GetValue(Simulator), mistakes, Simulator.Name);
        var collector = ServerOptions.Collector(parsed.GetValue(Collector), surroundings, mistakes, parsed.GetValue(CollectorTokenFile));
        var apiKey = ServerOptions.ApiKey(apiKeyVariable, surroundings, mistakes);
        mistakes.AddRange(PlanFile.Open(parsed.GetRequiredValue(Plan)).Problems.Select(problem => $"--plan: {problem}"));
        if (parsed.GetValue(Port) is < 0 or > ushort.MaxValue)
            mistakes.Add($"--port: {parsed.GetValue(Port)} is no port. Write one from 1 to 65535, or 0 for a free one.");
        if (mistakes.Count > 0)
            return await surroundings.RefuseAsync(mistakes);

        return await RunnerService.RunAsync(
            new ServeOptions
            {
                Port = parsed.GetValue(Port),
                Server = address,
                ApiKey = apiKey,
                Simulator = simulator,
                Collector = collector,
                WantsSimulator = server == ServerToUse.Simulator,
                Plan = parsed.GetRequiredValue(Plan),
                ResultsFolder = Path.GetFullPath(parsed.GetRequiredValue(Output)),
                RunAtOnce = parsed.GetValue(Run),
                Once = parsed.GetValue(Once),
                Table = results => Table(results, surroundings.Humans(json: false).Console.Profile.Width),
                Say = surroundings.Output.WriteLine,
            },
            surroundings.Error,
            cancellationToken);
    }

    private static string Table(IReadOnlyList<VariantResult> results, int width)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(ResultTable.Of(results, width));
        return text.ToString();
    }
}
