using System.CommandLine;
using System.CommandLine.Invocation;
using LlmObs.ServiceDefaults;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator;

/// <summary>The stand-alone Simulator's command line.</summary>
internal static class SimulatorCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "The port to listen on; 0 takes a free one." };
    private static readonly Option<int> HazardPort = new("--hazard-port") { Description = "The port of the hazard scenarios, each a server under http://127.0.0.1:PORT/NAME (docs/hazards.md; GET / lists them); 0 takes a free one." };
    private static readonly Option<string> Dialect = new("--dialect") { Description = $"Look like this server: {string.Join(", ", SimulatedDialectNames.All)}.", DefaultValueFactory = _ => "lm_studio" };
    private static readonly Option<string> Model = new("--model") { Description = "The model a server of one model holds, by LM Studio's key, such as demo-coder@q8_0." };
    private static readonly Option<int> Context = new("--context") { Description = "The context of that model, and of what the router loads.", DefaultValueFactory = _ => 4096 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Equal seeds give equal behaviour.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> TimeScale = new("--time-scale") { Description = "Divides every duration: 10 is ten times as fast.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Token = new("--token") { Description = "Demand this bearer token." };
    private static readonly Option<double> LoadVariance = new("--load-variance") { Description = "Standard deviation of log speed between loads, such as 0.02." };
    private static readonly Option<bool> WrongModel = new("--answers-with-wrong-model") { Description = "Answer requests for a model that is not loaded with another that is." };
    private static readonly Option<int?> ClampContext = new("--clamps-context-to") { Description = "Silently give at most this much context." };
    private static readonly Option<bool> Old = new("--old") { Description = "Be an LM Studio before 0.4: without the native v1 API." };
    private static readonly Option<double?> IdleTtl = new("--idle-ttl") { Description = "Unload what was not asked for so many seconds; a request loads it again with the defaults." };
    private static readonly Option<bool> IgnoreAbort = new("--ignores-abort") { Description = "Load to the end also when whoever asked for it has hung up." };
    private static readonly Option<int> ParallelSlots = new("--parallel-slots") { Description = "Requests a model answers at once.", DefaultValueFactory = _ => 4 };
    private static readonly Option<double> NeighbourCost = new("--neighbour-cost") { Description = "How much longer each token takes for every other request.", DefaultValueFactory = _ => 0.25 };
    private static readonly Option<double?> ThrottlesAt = new("--throttles-at") { Description = "Slow down against heat from this temperature on, in degrees Celsius, such as 42." };
    private static readonly Option<bool> Swaps = new("--swaps") { Description = "Push something out to swap with every load, and read it back with every request." };
    private static readonly Option<string[]> NotOnDisk = new("--not-on-disk") { Description = "Keys of models that are to be downloaded first; * stands for any letters.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<double> DownloadSpeed = new("--download-speed") { Description = "Bytes of a download in a second.", DefaultValueFactory = _ => 1e9 };
    private static readonly Option<string[]> FaultyDownloads = new("--faulty-download") { Description = $"What goes wrong with a model's download: KEY={string.Join('|', FaultNames)}.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<long?> ModelDiskFree = new("--model-disk-free") { Description = "Bytes the models' disk has free; without it there is room for all." };

    private static IEnumerable<string> FaultNames => Enum.GetNames<DownloadFault>().Select(name => name.ToLowerInvariant());

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
        var problems = (parsed.Errors.Count == 0 ? [.. Naming(parsed), .. Problems(Read(parsed)), .. FaultProblems(parsed)] : Mistakes(parsed)).ToList();
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);
        if (problems.Count > 0)
            return (null, 2);
        var exitCode = parsed.Invoke();
        return (options, exitCode);
    }

    internal static RootCommand Create() =>
        new("A look-alike of LM Studio, or of another server, whose speed is exactly known.") { Port, HazardPort, Dialect, Model, Context, Seed, TimeScale, Token, LoadVariance, WrongModel, ClampContext, Old, IdleTtl, IgnoreAbort, ParallelSlots, NeighbourCost, ThrottlesAt, Swaps, NotOnDisk, DownloadSpeed, FaultyDownloads, ModelDiskFree, ContextCost, FindsWithin, CutsPromptsTo, WorkingSet };

    public static async Task<int> RunAsync(SimulatorOptions options)
    {
        try
        {
            await using var simulator = await SimulatorHost.StartAsync(options with { IsService = true }, CancellationToken.None);
            Console.WriteLine($"The Simulator listens on {simulator.Address} ({Likeness(options.Dialect)} look-alike; nothing it says was measured)");
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

    private static IEnumerable<string> Naming(ParseResult parsed)
    {
        if (SimulatedDialectNames.Find(parsed.GetValue(Dialect)!) is null)
            yield return $"--dialect must be one of {string.Join(", ", SimulatedDialectNames.All)}, not {parsed.GetValue(Dialect)}.";
        var (key, dialect) = (parsed.GetValue(Model), SimulatedDialectNames.Find(parsed.GetValue(Dialect)!));
        if (key is null)
            yield break;
        if (SimulatedMachine.Find(key) is not { } model)
            yield return $"--model must be a model of the Simulator, such as {string.Join(" or ", SimulatedMachine.Models.Take(2).Select(known => known.Key))}, not {key}.";
        else if ((dialect is SimulatedDialect.MlxLm) != (model.Format is "mlx") && dialect is SimulatedDialect.MlxLm or SimulatedDialect.LlamaCpp or SimulatedDialect.Ollama)
            yield return $"--model: {parsed.GetValue(Dialect)} has no model of the format {model.Format}. Name one such as {(model.Format is "mlx" ? "demo-coder@q8_0" : "demo-coder-mlx@4bit")}.";
        else if (dialect is SimulatedDialect.LmStudio or SimulatedDialect.LlamaCppRouter)
            yield return $"--model: {parsed.GetValue(Dialect)} begins with nothing in memory. Leave it out, or load the model over its API.";
    }

    private static string Likeness(SimulatedDialect dialect) => dialect is SimulatedDialect.LmStudio ? "LM Studio" : SimulatedDialectNames.Of(dialect);

    private static IEnumerable<string> Problems(SimulatorOptions options)
    {
        if (options.ContextTokens < 1)
            yield return $"--context must be a number of tokens above 0, such as 4096, not {options.ContextTokens}.";
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
        if (options.IdleTtl <= TimeSpan.Zero)
            yield return $"--idle-ttl must be a number of seconds above 0, such as 60, not {options.IdleTtl.Value.TotalSeconds:0}.";
        if (options.ParallelSlots < 1)
            yield return $"--parallel-slots must be 1 or more, not {options.ParallelSlots}.";
        if (!(options.NeighbourCost >= 0 && double.IsFinite(options.NeighbourCost)))
            yield return $"--neighbour-cost must be 0 or more, such as 0.25, not {options.NeighbourCost}.";
        if (!(options.DownloadBytesPerSecond > 0 && double.IsFinite(options.DownloadBytesPerSecond)))
            yield return $"--download-speed must be a number above 0, such as 1e9, not {options.DownloadBytesPerSecond}.";
        if (options.ModelDiskFreeBytes < 0)
            yield return $"--model-disk-free must be 0 or more, not {options.ModelDiskFreeBytes}.";
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

    /// <summary>No time at all where it is no number, and of any length above a year a year.</summary>
    private static TimeSpan Seconds(double seconds) => double.IsNaN(seconds) ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Clamp(seconds, -1, TimeSpan.FromDays(365).TotalSeconds));

    private static SimulatorOptions Read(ParseResult parsed) => new()
    {
        Port = parsed.GetValue(Port),
        HazardPort = parsed.GetValue(HazardPort),
        Dialect = SimulatedDialectNames.Find(parsed.GetValue(Dialect)!) ?? SimulatedDialect.LmStudio,
        Model = parsed.GetValue(Model),
        ContextTokens = parsed.GetValue(Context),
        Seed = parsed.GetValue(Seed),
        TimeScale = parsed.GetValue(TimeScale),
        Token = parsed.GetValue(Token),
        LoadVariance = parsed.GetValue(LoadVariance),
        AnswersWithWrongModel = parsed.GetValue(WrongModel),
        ClampsContextTo = parsed.GetValue(ClampContext),
        IsOld = parsed.GetValue(Old),
        IdleTtl = parsed.GetValue(IdleTtl) is { } seconds ? Seconds(seconds) : null,
        IgnoresAbort = parsed.GetValue(IgnoreAbort),
        ParallelSlots = parsed.GetValue(ParallelSlots),
        NeighbourCost = parsed.GetValue(NeighbourCost),
        ThrottlesAtCelsius = parsed.GetValue(ThrottlesAt),
        Swaps = parsed.GetValue(Swaps),
        NotOnDisk = parsed.GetValue(NotOnDisk) is { Length: > 0 } keys ? keys : [],
        DownloadBytesPerSecond = parsed.GetValue(DownloadSpeed),
        FaultyDownloads = parsed.GetValue(FaultyDownloads) is { Length: > 0 } faults ? [.. faults.Select(Fault).OfType<FaultyDownload>()] : [],
        ModelDiskFreeBytes = parsed.GetValue(ModelDiskFree),
        ContextCost = parsed.GetValue(ContextCost),
        FindsWithin = parsed.GetValue(FindsWithin),
        CutsPromptsTo = parsed.GetValue(CutsPromptsTo),
        WorkingSetGibibytes = parsed.GetValue(WorkingSet),
    };

    private static IEnumerable<string> FaultProblems(ParseResult parsed) => (parsed.GetValue(FaultyDownloads) ?? []).Where(text => Fault(text) is null)
        .Select(text => $"--faulty-download must be a model's key and {string.Join(", ", FaultNames)}, such as demo-coder@q6_k=fails, not \"{text}\".");

    /// <summary>Null where it is none.</summary>
    private static FaultyDownload? Fault(string text) => text.Split('=') is [{ Length: > 0 } key, var name] && FaultNames.Contains(name, StringComparer.Ordinal)
        ? new FaultyDownload(key, Enum.Parse<DownloadFault>(name, ignoreCase: true))
        : null;
}
