using System.CommandLine;

namespace LlmObs.Simulator;

/// <summary>The stand-alone Simulator's command line.</summary>
internal static class SimulatorCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "The port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> HazardPort = new("--hazard-port") { Description = "The port of the hazard scenarios; 0 takes a free one.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Equal seeds give equal behaviour.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> TimeScale = new("--time-scale") { Description = "Divides every duration: 10 is ten times as fast.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Token = new("--token") { Description = "Demand this bearer token." };
    private static readonly Option<double> LoadVariance = new("--load-variance") { Description = "Standard deviation of log speed between loads, such as 0.02.", DefaultValueFactory = _ => 0 };
    private static readonly Option<bool> WrongModel = new("--answers-with-wrong-model") { Description = "Answer requests for a model that is not loaded with another that is." };
    private static readonly Option<int?> ClampContext = new("--clamps-context-to") { Description = "Silently give at most this much context." };

    public static (SimulatorOptions? Options, int ExitCode) Parse(string[] args)
    {
        TimeScale.Validators.Add(result => Demand(result, result.GetValueOrDefault<double>() > 0, "--time-scale must be above 0."));
        LoadVariance.Validators.Add(result => Demand(result, result.GetValueOrDefault<double>() >= 0, "--load-variance must be 0 or more."));
        var command = new RootCommand("An LM Studio look-alike whose speed is exactly known.") { Port, HazardPort, Seed, TimeScale, Token, LoadVariance, WrongModel, ClampContext };
        SimulatorOptions? options = null;
        command.SetAction(parsed => { options = Read(parsed); });
        var exitCode = command.Parse(args).Invoke();
        return (options, options is null && exitCode != 0 ? 2 : exitCode);
    }

    private static void Demand(System.CommandLine.Parsing.OptionResult result, bool holds, string otherwise)
    {
        if (!holds)
            result.AddError(otherwise);
    }

    private static SimulatorOptions Read(ParseResult parsed) => new()
    {
        Port = parsed.GetValue(Port),
        HazardPort = parsed.GetValue(HazardPort),
        Seed = parsed.GetValue(Seed),
        TimeScale = parsed.GetValue(TimeScale),
        Token = parsed.GetValue(Token),
        LoadVariance = parsed.GetValue(LoadVariance),
        AnswersWithWrongModel = parsed.GetValue(WrongModel),
        ClampsContextTo = parsed.GetValue(ClampContext),
    };
}
