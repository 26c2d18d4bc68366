namespace LlmObs.Hardware;

/// <summary>What the machine's sensors said at one moment. What no sensor tells is null or has no entry; zero was measured.</summary>
public sealed record HostSample
{
    private static readonly IReadOnlyDictionary<string, double> None = new Dictionary<string, double>(StringComparer.Ordinal);
    private static readonly IReadOnlyDictionary<string, GpuReading> NoGpus = new Dictionary<string, GpuReading>(StringComparer.Ordinal);
    private static readonly IReadOnlyDictionary<string, StorageSpace> NoStorage = new Dictionary<string, StorageSpace>(StringComparer.Ordinal);
    private static readonly IReadOnlyDictionary<int, ServerMemory> NoServers = new Dictionary<int, ServerMemory>();

    /// <summary>Wall time when reading began.</summary>
    public required DateTimeOffset At { get; init; }

    public long? MemoryTotalBytes { get; init; }

    /// <summary>Total − available: what a new program could not have. File cache that can be dropped is available.</summary>
    public long? MemoryUsedBytes { get; init; }

    /// <summary>0 on a machine without swap.</summary>
    public long? SwapTotalBytes { get; init; }

    public long? SwapUsedBytes { get; init; }

    /// <summary>Read back from swap since the system started.</summary>
    public long? SwappedInBytes { get; init; }

    /// <summary>Written to swap since the system started.</summary>
    public long? SwappedOutBytes { get; init; }

    /// <summary>Page faults that had to wait for a disk, since the system started.</summary>
    public long? MajorFaults { get; init; }

    /// <summary>Read from disks since the system started: a model that comes from the page cache adds nothing.</summary>
    public long? DiskReadBytes { get; init; }

    /// <summary>Share of the last 10 s in which some task waited for memory, 0 to 1.</summary>
    public double? MemoryPressure { get; init; }

    /// <summary>The system's own word where it has one (macOS): 0 normal, 1 warning, 2 critical.</summary>
    public int? MemoryPressureLevel { get; init; }

    /// <summary>How hard the system slows itself down against heat: 0 nominal, 1 moderate, 2 heavy, 3 trapping, 4 sleeping.</summary>
    public int? ThermalPressure { get; init; }

    /// <summary>Of the processor's cores, their mean.</summary>
    public double? CpuFrequencyHertz { get; init; }

    /// <summary>Time for which the processor ran slower because of heat since the system started: of the package that did so longest.</summary>
    public double? ThrottledSeconds { get; init; }

    /// <summary>Degrees Celsius by the sensor's name.</summary>
    public IReadOnlyDictionary<string, double> Temperatures { get; init; } = None;

    /// <summary>Revolutions per minute by the fan's name; 0 is a fan that stands still.</summary>
    public IReadOnlyDictionary<string, double> Fans { get; init; } = None;

    /// <summary>Watts by the name of what draws them; <see cref="PowerSource"/> tells what that is.</summary>
    public IReadOnlyDictionary<string, double> Powers { get; init; } = None;

    /// <summary>Joules by the name of what took them, growing since the Collector started or earlier: differences count.</summary>
    public IReadOnlyDictionary<string, double> Energies { get; init; } = None;

    /// <summary>By the name of the graphics processor. Its temperature and power are among the others, under "gpu …".</summary>
    public IReadOnlyDictionary<string, GpuReading> Gpus { get; init; } = NoGpus;

    /// <summary>Local disks by the folder where they are mounted.</summary>
    public IReadOnlyDictionary<string, StorageSpace> Storage { get; init; } = NoStorage;

    /// <summary>The LLM servers that are watched, by the port each listens on.</summary>
    public IReadOnlyDictionary<int, ServerMemory> Servers { get; init; } = NoServers;

    public HostSample WithTemperature(string name, double celsius) => this with { Temperatures = With(Temperatures, name, celsius) };

    public HostSample WithFan(string name, double revolutionsPerMinute) => this with { Fans = With(Fans, name, revolutionsPerMinute) };

    public HostSample WithPower(string name, double watts) => this with { Powers = With(Powers, name, watts) };

    public HostSample WithEnergy(string name, double joules) => this with { Energies = With(Energies, name, joules) };

    public HostSample WithGpu(string name, GpuReading reading) => this with { Gpus = With(Gpus, name, reading) };

    public HostSample WithStorage(string folder, StorageSpace space) => this with { Storage = With(Storage, folder, space) };

    public HostSample WithServer(int port, ServerMemory memory) => this with { Servers = With(Servers, port, memory) };

    private static Dictionary<TName, TReading> With<TName, TReading>(IReadOnlyDictionary<TName, TReading> readings, TName name, TReading value)
        where TName : notnull
    {
        // an hour of samples is kept: each dictionary is as large as it must be
        var all = new Dictionary<TName, TReading>(readings.Count + 1);
        foreach (var (known, reading) in readings)
            all[known] = reading;
        all[name] = value;
        return all;
    }
}
