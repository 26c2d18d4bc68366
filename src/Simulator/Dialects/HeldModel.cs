using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Dialects;

/// <summary>The model that a server of one model brings into memory when it starts. llama-server listens meanwhile and says that it is loading; the others listen when it is there.</summary>
internal sealed class HeldModel(SimulatedMachine machine, SimulatorOptions options) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loading = Task.CompletedTask;

    /// <summary>Null where the dialect begins with nothing in memory.</summary>
    public SimulatedModel? Model { get; } = options.Dialect is SimulatedDialect.LmStudio or SimulatedDialect.LlamaCppRouter ? null : SimulatedMachine.Find(KeyOf(options));

    public bool IsReady => Model is null || machine.FindLoaded(Model.Key) is not null;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Model is null)
            return Task.CompletedTask;
        _loading = machine.LoadAsync(Model, new LoadWish { ContextTokens = options.ContextTokens }, null, _stopping.Token);
        return options.Dialect is SimulatedDialect.LlamaCpp ? Task.CompletedTask : _loading;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>The key that was asked for, or the dialect's demo model.</summary>
    public static string KeyOf(SimulatorOptions options) => options.Model ?? (options.Dialect is SimulatedDialect.MlxLm ? "demo-coder-mlx@4bit" : "demo-coder@q8_0");
}
