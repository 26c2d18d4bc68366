using LlmObs.Simulator.Endpoints;
using LlmObs.Simulator.Options;
using LlmObs.Simulator.Streams;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LlmObs.Simulator;

/// <summary>A running Simulator: embedded for the demo, the tests and the calibration.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Task _rehearsal;

    private SimulatorHost(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        Address = new Uri(addresses[0]);
        HazardAddress = new Uri(addresses[1]);
        app.Services.GetRequiredService<HazardAddress>().Value = HazardAddress;
        _rehearsal = Task.Run(() => app.Services.GetRequiredService<Rehearsal>().PlayAsync(CancellationToken.None));
    }

    public Uri Address { get; }

    /// <summary>Each hazard scenario is a server of its own under this address: <c>{HazardAddress}/{name}/v1</c>.</summary>
    public Uri HazardAddress { get; }

    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        var app = SimulatorApp.Build(options, []);
        try
        {
            await app.StartAsync(cancellationToken);
            return new SimulatorHost(app);
        }
        catch (IOException)
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends when the process is asked to.</summary>
    internal Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _rehearsal;
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
