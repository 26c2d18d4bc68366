using LlmObs.Collector.Machines;
using LlmObs.Collector.Options;
using LlmObs.Collector.Sensors;
using LlmObs.Collector.Servers;

namespace LlmObs.Collector;

/// <summary>A running Collector: the service, and in tests one that is fed.</summary>
public sealed class CollectorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IReadOnlyList<ISensor> _sensors;

    private CollectorHost(WebApplication app, IReadOnlyList<ISensor> sensors)
    {
        (_app, _sensors) = (app, sensors);
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    /// <summary>Watches with the sensors this machine has.</summary>
    public static Task<CollectorHost> StartAsync(CollectorOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, SensorCatalogue.Look(new SystemFolders(), options.Interval), MachineKinds.Of(SensorCatalogue.Here(), new SystemFolders()), ProcessTables.Here(), TimeProvider.System, cancellationToken);

    /// <summary>Watches with sensors of one's own, which it ends when it ends. The first sample is there when it returns.</summary>
    public static Task<CollectorHost> StartAsync(CollectorOptions options, IReadOnlyList<ISensor> sensors, TimeProvider clock, CancellationToken cancellationToken) =>
        StartAsync(options, sensors, ProcessTables.Here(), clock, cancellationToken);

    internal static Task<CollectorHost> StartAsync(CollectorOptions options, IReadOnlyList<ISensor> sensors, IProcessTable processes, TimeProvider clock, CancellationToken cancellationToken) =>
        StartAsync(options, new SensorInventory { Sensors = sensors, Absent = [] }, new UnknownMachine(), processes, clock, cancellationToken);

    internal static async Task<CollectorHost> StartAsync(
        CollectorOptions options, SensorInventory inventory, IMachineFacts facts, IProcessTable processes, TimeProvider clock, CancellationToken cancellationToken)
    {
        WebApplication? app = null;
        try
        {
            app = CollectorApp.Build(options, inventory, facts, processes, clock);
            await app.StartAsync(cancellationToken);
            return new CollectorHost(app, inventory.Sensors);
        }
        catch
        {
            await EndAsync(app, inventory.Sensors);
            throw;
        }
    }

    /// <summary>Ends when the process is asked to.</summary>
    internal Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await EndAsync(_app, _sensors);
    }

    /// <summary>The programs that sensors keep open end whatever becomes of the rest.</summary>
    private static async Task EndAsync(WebApplication? app, IReadOnlyList<ISensor> sensors)
    {
        try
        {
            if (app is not null)
                await app.DisposeAsync();
        }
        finally
        {
            sensors.End();
        }
    }
}
