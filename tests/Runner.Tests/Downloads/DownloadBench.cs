using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Downloads;
using LlmObs.Runner.Servers;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Downloads;

/// <summary>Downloads from a Simulator of a test's own, with all that they told.</summary>
internal sealed class DownloadBench : IAsyncDisposable
{
    public const string Q4 = "demo-coder@q4_k_m";
    public const string Q6 = "demo-coder@q6_k";
    public const string Q8 = "demo-coder@q8_0";

    private readonly SimulatorHost _simulator;

    private DownloadBench(SimulatorHost simulator, ILlmServer server) => (_simulator, Server) = (simulator, server);

    public ILlmServer Server { get; }

    public Uri Address => _simulator.Address;

    public DownloadLog Seen { get; } = new();

    public DownloadTimes Times { get; init; } = new() { Pace = TimeSpan.FromMilliseconds(20), Stall = TimeSpan.FromMilliseconds(300), Listing = TimeSpan.FromMilliseconds(100) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>All three quantizations are missing, and 5 to 9 GB take 0.1 s and less.</summary>
    public static SimulatorOptions Usual { get; } = new() { TimeScale = 50, NotOnDisk = [Q4, Q6, Q8], DownloadBytesPerSecond = 2e9 };

    public static async Task<DownloadBench> StartAsync(SimulatorOptions? options = null)
    {
        var simulator = await SimulatorHost.StartAsync(options ?? Usual, Cancel);
        return new DownloadBench(simulator, await new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, null, Cancel));
    }

    /// <summary>Three variants; the last is the most urgent.</summary>
    public static Plan Plan() => new()
    {
        SchemaVersion = LlmObs.Plans.Plan.CurrentSchemaVersion,
        Name = "three",
        Models = [new PlannedModel { Id = "demo", Name = "Demo" }],
        Variants = [Variant("q4", "Q4_K_M", Q4, 3, 4.9), Variant("q6", "Q6_K", Q6, 2, 6.6), Variant("q8", "Q8_0", Q8, 1, 8.5)],
        Cases = [new Case { Id = "hello", Category = "x", Prompt = "Hello", MaxTokens = 12 }],
        Settings = new Settings { Blocks = 1, Warmups = 0, Seed = 1 },
    };

    public Task<DownloadOutcome> RunAsync(CancellationToken? cancellationToken = null, DateTimeOffset? until = null, params string[] only) => RunAsync(Server, cancellationToken, until, only);

    public Task<DownloadOutcome> RunAsync(ILlmServer server, CancellationToken? cancellationToken = null, DateTimeOffset? until = null, params string[] only) =>
        new PlanDownload(server, new ModelStore(null, Address, TimeProvider.System), Times, TimeProvider.System, Seen)
            .RunAsync(Plan(), new Selection { Variants = only }, until, cancellationToken ?? Cancel);

    public async Task<IReadOnlyList<string>> KeysAsync() => [.. (await Server.ListModelsAsync(Cancel)).Select(model => model.Key)];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    private static Variant Variant(string id, string quantization, string key, int priority, double sizeGB) => new()
    {
        Id = id,
        Model = "demo",
        Quantization = quantization,
        Format = ModelFormat.Gguf,
        Priority = priority,
        FileSize = new DataSize((long)(sizeGB * 1e9)),
        Source = new VariantSource { Repository = "demo/demo-coder-GGUF", File = quantization },
        Match = new MatchRule { Names = [key] },
    };
}

/// <summary>Keeps what was told.</summary>
internal sealed class DownloadLog : IDownloadWatcher
{
    private readonly List<DownloadEvent> _events = [];

    /// <summary>Is called with each event.</summary>
    public Action<DownloadEvent>? Reaction { get; set; }

    public IReadOnlyList<T> Of<T>()
        where T : DownloadEvent
    {
        lock (_events)
            return [.. _events.OfType<T>()];
    }

    public void On(DownloadEvent happened)
    {
        lock (_events)
            _events.Add(happened);
        Reaction?.Invoke(happened);
    }
}
