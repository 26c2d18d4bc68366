using System.Collections.Concurrent;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Machine;

/// <summary>A Mac of 512 GB that does not exist: what is on its disk and what is loaded.</summary>
public sealed class SimulatedMachine(SimulatorOptions options, MachineHistory history, TimeProvider clock) : IDisposable
{
    private const int DefaultContextTokens = 4096;
    private const int ProgressSteps = 4;
    private const double CachedLoadShare = 0.4;
    private readonly ConcurrentDictionary<string, LoadedModel> _loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _loads = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loading = new(1);

    public static IReadOnlyList<SimulatedModel> Models => Catalogue.Models;

    /// <summary>Without what was idle for too long: that is unloaded when somebody looks.</summary>
    public IEnumerable<LoadedModel> Loaded
    {
        get
        {
            foreach (var idle in _loaded.Values.Where(IsIdleTooLong))
                Unload(idle.Id);
            return _loaded.Values;
        }
    }

    public IEnumerable<LoadedModel> InstancesOf(SimulatedModel model) => Loaded.Where(loaded => loaded.Model.Key == model.Key);

    public static SimulatedModel? Find(string key) => Models.Concat(Catalogue.Yardsticks).FirstOrDefault(model => string.Equals(model.Key, key, StringComparison.OrdinalIgnoreCase));

    public LoadedModel? FindLoaded(string name) =>
        Loaded.FirstOrDefault(loaded => loaded.Id == name) ?? Loaded.FirstOrDefault(loaded => string.Equals(loaded.Model.Key, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null when it does not fit. Progress is told as 0.25, 0.5, 0.75 and 1 of the load time.</summary>
    public async Task<LoadedModel?> LoadAsync(SimulatedModel model, LoadWish wish, Func<double, Task>? tellAsync, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            var asked = Math.Min(wish.ContextTokens ?? DefaultContextTokens, model.MaximumContextTokens);
            var given = Math.Min(asked, options.ClampsContextTo ?? int.MaxValue);
            if (Loaded.Sum(loaded => loaded.MemoryBytes) + model.MemoryBytes(given) > options.WorkingSetGibibytes * (1L << 30))
                return null;
            var begun = clock.GetTimestamp();
            await ReadAsync(model, tellAsync, cancellationToken);
            return Keep(model, wish, asked, given, clock.GetElapsedTime(begun));
        }
        finally
        {
            _loading.Release();
        }
    }

    public bool Unload(string instanceId)
    {
        if (!_loaded.TryRemove(instanceId, out var unloaded))
            return false;
        history.Free(unloaded.MemoryBytes);
        return true;
    }

    public void Dispose() => _loading.Dispose();

    private bool IsIdleTooLong(LoadedModel loaded) => options.IdleTtl is { } ttl && loaded.IdleFor(clock) > ttl / options.TimeScale;

    /// <summary>What was loaded before lies in the page cache: nothing is read from the disk, and it takes a part of the time.</summary>
    private async Task ReadAsync(SimulatedModel model, Func<double, Task>? tellAsync, CancellationToken cancellationToken)
    {
        var isCached = _loads.ContainsKey(model.Key);
        var time = model.LoadTime / options.TimeScale * (isCached ? CachedLoadShare : 1);
        var isComplete = false;
        history.BeginLoad(isCached ? 0 : model.SizeBytes, time);
        try
        {
            await TakeTimeAsync(time, tellAsync, cancellationToken);
            isComplete = true;
        }
        finally
        {
            history.EndLoad(isComplete);
        }
    }

    private async Task TakeTimeAsync(TimeSpan loadTime, Func<double, Task>? tellAsync, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        for (var step = 1; step <= ProgressSteps; step++)
        {
            var left = loadTime * step / ProgressSteps - clock.GetElapsedTime(begun);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, clock, cancellationToken);
            if (tellAsync is not null)
                await tellAsync((double)step / ProgressSteps);
        }
    }

    private LoadedModel Keep(SimulatedModel model, LoadWish wish, int asked, int given, TimeSpan took)
    {
        var number = _loads.AddOrUpdate(model.Key, 1, (_, count) => count + 1);
        var loaded = new LoadedModel
        {
            Model = model,
            Id = FreeId(model),
            ContextTokens = given,
            AskedContextTokens = asked,
            LoadNumber = number,
            SpeedFactor = SpeedFactor(model, number),
            ParallelSlots = options.ParallelSlots,
            Slots = new SemaphoreSlim(options.ParallelSlots),
            FlashAttention = wish.FlashAttention ?? true,
            EvalBatchSize = wish.EvalBatchSize ?? 512,
            OffloadsCache = wish.OffloadsCache ?? true,
            LoadTime = took,
            UsedAt = clock.GetTimestamp(),
        };
        _loaded[loaded.Id] = loaded;
        history.Take(loaded.MemoryBytes);
        return loaded;
    }

    private string FreeId(SimulatedModel model)
    {
        var number = 1;
        while (_loaded.ContainsKey(number == 1 ? model.Key : $"{model.Key}:{number}"))
            number++;
        return number == 1 ? model.Key : $"{model.Key}:{number}";
    }

    /// <summary>Log-normal between loads, from the seed, the model and how often it was loaded: the same on every run.</summary>
    private double SpeedFactor(SimulatedModel model, int load)
    {
        if (options.LoadVariance <= 0)
            return 1;
        var dice = Dice.For(options.Seed, model.Key, load);
        var normal = Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
        return Math.Exp(options.LoadVariance * normal);
    }
}
