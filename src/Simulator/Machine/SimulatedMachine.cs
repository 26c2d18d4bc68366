using System.Collections.Concurrent;

namespace LlmObs.Simulator.Machine;

/// <summary>What is loaded. 512 GB of memory that do not exist.</summary>
public sealed class SimulatedMachine(SimulatorOptions options, TimeProvider clock) : IDisposable
{
    private const long Memory = 512_000_000_000;
    private readonly ConcurrentDictionary<string, LoadedModel> _loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _loads = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loading = new(1);

    public static IReadOnlyList<SimulatedModel> Models => Catalogue.Models;

    public IEnumerable<LoadedModel> Loaded => _loaded.Values;

    public IEnumerable<LoadedModel> InstancesOf(SimulatedModel model) => Loaded.Where(loaded => loaded.Model.Key == model.Key);

    public static SimulatedModel? Find(string key) => Models.FirstOrDefault(model => model.Key == key);

    public LoadedModel? FindLoaded(string name) => _loaded.GetValueOrDefault(name) ?? Loaded.FirstOrDefault(loaded => loaded.Model.Key == name);

    /// <summary>Null when it does not fit.</summary>
    public async Task<LoadedModel?> LoadAsync(SimulatedModel model, int? contextTokens, bool flashAttention, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (Loaded.Sum(loaded => loaded.Model.MemoryBytes) + model.MemoryBytes > Memory)
                return null;
            await Task.Delay(model.LoadTime / options.TimeScale, clock, cancellationToken);
            var loaded = new LoadedModel(model, FreeId(model), Context(model, contextTokens), NextSpeedFactor(model), options.ParallelSlots) { FlashAttention = flashAttention };
            _loaded[loaded.Id] = loaded;
            return loaded;
        }
        finally
        {
            _loading.Release();
        }
    }

    public bool Unload(string instanceId) => _loaded.TryRemove(instanceId, out _);

    public void Dispose() => _loading.Dispose();

    private string FreeId(SimulatedModel model)
    {
        var number = 1;
        while (_loaded.ContainsKey(number == 1 ? model.Key : $"{model.Key}:{number}"))
            number++;
        return number == 1 ? model.Key : $"{model.Key}:{number}";
    }

    private int Context(SimulatedModel model, int? asked) =>
        Math.Min(Math.Min(asked ?? 4096, model.MaximumContextTokens), options.ClampsContextTo ?? int.MaxValue);

    /// <summary>Log-normal between loads, from the seed, the model and how often it was loaded: the same on every run.</summary>
    private double NextSpeedFactor(SimulatedModel model)
    {
        var load = _loads.AddOrUpdate(model.Key, 1, (_, count) => count + 1);
        if (options.LoadVariance <= 0)
            return 1;
        var dice = Dice.For(options.Seed, model.Key, load);
        var normal = Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
        return Math.Exp(options.LoadVariance * normal);
    }
}
