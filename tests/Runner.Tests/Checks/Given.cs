using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Checks;

/// <summary>Circumstances as a test wants them: nothing is known that it does not say.</summary>
internal static class Given
{
    public const long Gib = 1L << 30;

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 21, 30, 0, TimeSpan.Zero);

    public static Circumstances Nothing { get; } = new() { Now = Now, ClockResolutionSeconds = 1e-9, Plan = SessionPlans.Of(), SessionsFolder = "results" };

    public static HostReport Report { get; } = new()
    {
        At = Now,
        Machine = new Machine { OperatingSystem = "Testix", Architecture = "Arm64", LogicalProcessors = 8, ClockResolutionSeconds = 1e-9 },
        Version = "0.1.0",
        IntervalSeconds = 1,
        MissedSamples = 0,
        Sensors = [],
        Absent = [],
    };

    /// <summary>One that loads what it is asked to.</summary>
    public static ServerFacts LmStudio(params IReadOnlyList<LocalModel> models) => Server("lm_studio", "LM Studio", canLoad: true, models, identity => new LmStudioWords(identity));

    public static ServerFacts LlamaCpp(params IReadOnlyList<LocalModel> models) => Server("llama_cpp", "llama.cpp", canLoad: false, models);

    public static ServerFacts Simulated(this ServerFacts server) => server with { Identity = server.Identity with { IsSimulated = true, Name = $"{server.Identity.Name} (simulated)" } };

    public static LocalModel Model(string key, bool isLoaded = false, int? context = null) => new()
    {
        Key = key,
        FileSize = new DataSize(4 * Gib),
        MaximumContextTokens = 100_000,
        Instances = isLoaded ? [new LoadedInstance { Id = key, ContextTokens = context }] : [],
    };

    /// <summary>A plan of these, laid out; each has a model of its id where the server lists one.</summary>
    public static Circumstances Measuring(this Circumstances circumstances, params Variant[] variants)
    {
        var plan = circumstances.Plan with { Variants = variants };
        return circumstances with
        {
            Plan = plan,
            Blocks = RunMatrix.Expand(plan, new MatrixOptions { Seed = 1 }),
            Models = (circumstances.Server?.Models ?? []).Where(model => variants.Any(variant => variant.Id == model.Key)).ToDictionary(model => model.Key, StringComparer.Ordinal),
        };
    }

    public static Variant Needing(this Variant variant, long gibibytes) => variant with { ExpectedMemory = new DataSize(gibibytes * Gib) };

    public static WitnessFacts Machine(long freeGib, long totalGib, HostReport? report = null) => new()
    {
        Address = new Uri("http://127.0.0.1:5181/"),
        Samples = [new HostSample { At = Now, MemoryTotalBytes = totalGib * Gib, MemoryUsedBytes = (totalGib - freeGib) * Gib }],
        Report = report,
        ReportedAt = report is null ? null : Now,
    };

    /// <summary>What one check says, as "verdict text remedy".</summary>
    public static IReadOnlyList<string> Says(this Circumstances circumstances, ICheck check) => [.. check.Look(circumstances).Select(line => $"{line.Verdict}: {line.Text}{(line.Remedy is null ? "" : $" {line.Remedy}")}")];

    private static ServerFacts Server(string kind, string name, bool canLoad, IReadOnlyList<LocalModel> models, Func<ServerIdentity, ServerWords>? words = null)
    {
        var identity = new ServerIdentity { Kind = kind, Name = name, Address = new Uri("http://127.0.0.1:1234/"), Version = "0.4.1" };
        return new ServerFacts(identity, canLoad, models) { Words = words?.Invoke(identity) ?? new ServerWords(identity) };
    }
}
