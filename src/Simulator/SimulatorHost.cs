namespace LlmObs.Simulator;

/// <summary>A running Simulator: embedded for the demo, the tests and the calibration.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private SimulatorHost()
    {
    }

    public Uri Address { get; private init; } = new("http://127.0.0.1:0");

    /// <summary>Each hazard scenario is a server of its own under this address: <c>{HazardAddress}/{name}/v1</c>.</summary>
    public Uri HazardAddress { get; private init; } = new("http://127.0.0.1:0");

    public static Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The Simulator is being built.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
