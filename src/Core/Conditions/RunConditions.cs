using LlmObs.Hardware;

namespace LlmObs.Conditions;

/// <summary>
/// What the machine did during a run, as a Collector's samples have it. Memory, swap, faults and disk are from the load to the end; temperature, pressure,
/// throttling, frequency and energy are of the measured time only. What nobody knows is null.
/// </summary>
public sealed record RunConditions
{
    /// <summary>Who saw it.</summary>
    public required string Source { get; init; }

    public required WatchedTime Watched { get; init; }

    /// <summary>Of the server's processes; the machine's own is the run's memory.</summary>
    public RunMemory? ServerMemory { get; init; }

    /// <summary>The server's processes before the load, as they were looked at closely.</summary>
    public ServerProcesses? ServerBefore { get; init; }

    /// <summary>The same after the last request, with the model still in memory.</summary>
    public ServerProcesses? ServerAfter { get; init; }

    public SwapUse? Swap { get; init; }

    /// <summary>Of it, while the model was loaded.</summary>
    public SwapUse? LoadSwap { get; init; }

    /// <summary>Page faults that had to wait for a disk.</summary>
    public long? MajorFaults { get; init; }

    public long? DiskReadBytes { get; init; }

    /// <summary>Of these, while the model was loaded.</summary>
    public long? LoadDiskReadBytes { get; init; }

    public RunTemperature? Temperature { get; init; }

    /// <summary>0 nominal to 4.</summary>
    public int? HighestThermalPressure { get; init; }

    /// <summary>Share of 10 s in which some task waited for memory (Linux).</summary>
    public double? HighestMemoryPressure { get; init; }

    /// <summary>0 normal to 2 critical (macOS).</summary>
    public int? HighestMemoryPressureLevel { get; init; }

    /// <summary>By the processor's counter, or where there is none the time with a thermal pressure of 1 or more.</summary>
    public double? ThrottledSeconds { get; init; }

    /// <summary>The time is that of thermal pressure, for the processor has no counter.</summary>
    public bool IsThrottledByPressure { get; init; }

    public GpuFrequency? Gpu { get; init; }

    /// <summary>The calmest the machine was seen before any load of the session so far: a resumed one goes on from it. Null in results from before it was kept.</summary>
    public IdleBaseline? Idle { get; init; }

    /// <summary>The one a comparison goes by first; empty where no source has enough samples.</summary>
    public IReadOnlyList<RunEnergy> Energies { get; init; } = [];

    /// <summary>Of the first run of a block that had to wait.</summary>
    public GateWait? Gate { get; init; }

    /// <summary>A pure function of what was sampled.</summary>
    /// <param name="samples">From the beginning of the window's baseline to its end.</param>
    /// <param name="window">What happened when.</param>
    /// <param name="idle">What the machine is like without our models.</param>
    /// <param name="source">Who took them.</param>
    /// <param name="port">Where the server under test listens; null where its processes are not watched.</param>
    public static RunConditions Of(IEnumerable<HostSample> samples, RunWindow window, IdleBaseline idle, string source, int? port)
    {
        var all = samples.OrderBy(sample => sample.At).ToList();
        var during = new SamplesOfRun(all, window);
        var conditions = new RunConditions
        {
            Source = source,
            Watched = WatchedTime.Of(all, window.Run, during.Interval, during.LongestGap),
            ServerMemory = port is { } known ? RunMemory.OfServer(all, window.LoadBegan, $"{source}: the processes that serve port {known}", known) : null,
            Swap = SwapUse.Of(during, window.Run),
            LoadSwap = window.LoadEnded is { } inMemory ? SwapUse.Of(during, new Period(window.LoadBegan, inMemory)) : null,
            MajorFaults = (long?)during.Growth(sample => sample.MajorFaults, window.Run),
            DiskReadBytes = (long?)during.Growth(sample => sample.DiskReadBytes, window.Run),
            LoadDiskReadBytes = window.LoadEnded is { } loaded ? (long?)during.Growth(sample => sample.DiskReadBytes, new Period(window.LoadBegan, loaded)) : null,
        };
        return window.MeasuredTime is { } measured ? conditions.WithMeasured(during, measured, window, idle) : conditions;
    }

    private RunConditions WithMeasured(SamplesOfRun during, Period measured, RunWindow window, IdleBaseline idle)
    {
        var inside = during.All.Where(sample => measured.Contains(sample.At)).ToList();
        var counted = during.Growth(sample => sample.ThrottledSeconds, measured);
        var pressed = during.All.Any(sample => sample.ThrottledSeconds is not null) ? null : during.UnderThermalPressure(measured);
        return this with
        {
            Temperature = RunTemperature.Of(during.All, measured, during.LongestGap),
            HighestThermalPressure = inside.Max(sample => sample.ThermalPressure),
            HighestMemoryPressure = inside.Max(sample => sample.MemoryPressure),
            HighestMemoryPressureLevel = inside.Max(sample => sample.MemoryPressureLevel),
            ThrottledSeconds = counted ?? pressed,
            IsThrottledByPressure = counted is null && pressed is not null,
            Gpu = GpuFrequency.Of(during.All, window.Measured, during.Interval),
            Energies = RunEnergy.All(during.All, measured, during.LongestGap, idle, window.OutputTokens),
        };
    }
}
