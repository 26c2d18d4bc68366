using System.CommandLine;
using System.CommandLine.Invocation;
using LlmObs.ServiceDefaults;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator;

/// <summary>The stand-alone Simulator's command line.</summary>
internal static class SimulatorCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "The port to listen on; 0 takes a free one." };
    private static readonly Option<int> HazardPort = new("--hazard-port") { Description = "The port of the hazard scenarios; 0 takes a free one." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Equal seeds give equal behaviour.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> TimeScale = new("--time-scale") { Description = "Divides every duration: 10 is ten times as fast.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Token = new("--token") { Description = "Demand this bearer token." };
    private static readonly Option<double> LoadVariance = new("--load-variance") { Description = "Standard deviation of log speed between loads, such as 0.02." };
    private static readonly Option<bool> WrongModel = new("--answers-with-wrong-model") { Description = "Answer requests for a model that is not loaded with another that is." };
    private static readonly Option<int?> ClampContext = new("--clamps-context-to") { Description = "Silently give at most this much context." };
    private static readonly Option<bool> IgnoreAbort = new("--ignores-abort") { Description = "Load to the end also when whoever asked for it has hung up." };
    private static readonly Option<int> ParallelSlots = new("--parallel-slots") { Description = "Requests a model answers at once.", DefaultValueFactory = _ => 4 };
    private static readonly Option<double> NeighbourCost = new("--neighbour-cost") { Description = "How much longer each token takes for every other request.", DefaultValueFactory = _ => 0.25 };
    private static readonly Option<double?> ThrottlesAt = new("--throttles-at") { Description = "Slow down against heat from this temperature on, in degrees Celsius, such as 42." };
    private static readonly Option<bool> Swaps = new("--swaps") { Description = "Push something out to swap with every load, and read it back with every request." };

    private static readonly Option<double> ContextCost = new("--context-cost") { Description = "How much longer each token takes for every 100,000 tokens of prompt, such as 0.5." };
    private static readonly Option<int?> FindsWithin = new("--finds-within") { Description = "Find what is hidden in a prompt only within so many tokens of its end." };
    private static readonly Option<int?> CutsPromptsTo = new("--cuts-prompts-to") { Description = "Silently read only the last so many tokens of a prompt." };
    private static readonly Option<double> WorkingSet = new("--working-set") { Description = "GiB that loaded models may take together.", DefaultValueFactory = _ => 464 };

    public static (SimulatorOptions? Options, int ExitCode) Parse(string[] args)
    {
        var command = Create();
        SimulatorOptions? options = null;
        command.SetAction(result => { options = Read(result); });
        var parsed = command.Parse(args);
        var problems = (parsed.Errors.Count == 0 ? Problems(Read(parsed)) : Mistakes(parsed)).ToList();
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);
        if (problems.Count > 0)
            return (null, 2);
        var exitCode = parsed.Invoke();
        return (options, exitCode);
    }

    internal static RootCommand Create() =>
        new("An LM Studio look-alike whose speed is exactly known.") { Port, HazardPort, Seed, TimeScale, Token, LoadVariance, WrongModel, ClampContext, IgnoreAbort, ParallelSlots, NeighbourCost, ThrottlesAt, Swaps, ContextCost, FindsWithin, CutsPromptsTo, WorkingSet };

    public static async Task<int> RunAsync(SimulatorOptions options)
    {
        try
        {
            await using var simulator = await SimulatorHost.StartAsync(options with { IsService = true }, CancellationToken.None);
            Console.WriteLine($"The Simulator listens on {simulator.Address} (LM Studio look-alike; nothing it says was measured)");
            Console.WriteLine($"Hazard scenarios: {simulator.HazardAddress}");
            await simulator.WaitForShutdownAsync();
            return 0;
        }
        catch (IOException taken)
        {
            Console.Error.WriteLine($"The Simulator cannot listen: {taken.Message} Name another --port or --hazard-port, or 0 for a free one.");
            return 2;
        }
    }

    /// <summary>None where help was asked for beside them.</summary>
    internal static IEnumerable<string> Mistakes(ParseResult parsed) => parsed.Action is null or ParseErrorAction ? parsed.Errors.Select(OptionMistakes.Of) : [];

    private static IEnumerable<string> Problems(SimulatorOptions options)
    {
        if (options.Port is < 0 or > 65535)
            yield return $"--port must be 0 to 65535, not {options.Port}.";
        if (options.HazardPort is < 0 or > 65535)
            yield return $"--hazard-port must be 0 to 65535, not {options.HazardPort}.";
        if (!(options.TimeScale > 0 && double.IsFinite(options.TimeScale)))
            yield return $"--time-scale must be a number above 0, such as 10, not {options.TimeScale}.";
        if (!(options.LoadVariance >= 0 && double.IsFinite(options.LoadVariance)))
            yield return $"--load-variance must be 0 or more, such as 0.02, not {options.LoadVariance}.";
        if (options.ClampsContextTo is <= 0)
            yield return $"--clamps-context-to must be a number of tokens above 0, such as 6553, not {options.ClampsContextTo}.";
        if (options.ParallelSlots < 1)
            yield return $"--parallel-slots must be 1 or more, not {options.ParallelSlots}.";
        if (!(options.NeighbourCost >= 0 && double.IsFinite(options.NeighbourCost)))
            yield return $"--neighbour-cost must be 0 or more, such as 0.25, not {options.NeighbourCost}.";
        if (!(options.ContextCost >= 0 && double.IsFinite(options.ContextCost)))
            yield return $"--context-cost must be 0 or more, such as 0.5, not {options.ContextCost}.";
        if (options.FindsWithin is <= 0)
            yield return $"--finds-within must be a number of tokens above 0, such as 32768, not {options.FindsWithin}.";
        if (options.CutsPromptsTo is <= 0)
            yield return $"--cuts-prompts-to must be a number of tokens above 0, such as 4096, not {options.CutsPromptsTo}.";
        if (!(options.WorkingSetGibibytes > 0 && double.IsFinite(options.WorkingSetGibibytes)))
            yield return $"--working-set must be GiB above 0, such as 464, not {options.WorkingSetGibibytes}.";
        if (options.ThrottlesAtCelsius is { } celsius && !double.IsFinite(celsius))
            yield return $"--throttles-at must be a temperature, such as 42, not {celsius}.";
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
        IgnoresAbort = parsed.GetValue(IgnoreAbort),
        ParallelSlots = parsed.GetValue(ParallelSlots),
        NeighbourCost = parsed.GetValue(NeighbourCost),
        ThrottlesAtCelsius = parsed.GetValue(ThrottlesAt),
        Swaps = parsed.GetValue(Swaps),
        ContextCost = parsed.GetValue(ContextCost),
        FindsWithin = parsed.GetValue(FindsWithin),
        CutsPromptsTo = parsed.GetValue(CutsPromptsTo),
        WorkingSetGibibytes = parsed.GetValue(WorkingSet),
    };
}
