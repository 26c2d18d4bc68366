using System.Text.Json;
using System.Text.Json.Serialization;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// One line of <c>macmon pipe</c>, as far as it is used: of version 0.8, and of those before it, which say <c>gpu_usage: [MHz, ratio]</c>. What it cannot read it writes as null or
/// leaves at 0, so a temperature or a power of the whole system of 0 is none. Its memory figures are not used: ours come from the kernel.
/// </summary>
internal sealed record MacmonLine
{
    private const double HertzOfMegahertz = 1e6;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public MacmonTemperatures? Temp { get; init; }

    public IReadOnlyList<MacmonFan>? Fans { get; init; }

    public IReadOnlyList<MacmonCore>? EcpuCores { get; init; }

    public IReadOnlyList<MacmonCore>? PcpuCores { get; init; }

    public double? GpuFreqMhz { get; init; }

    public double? GpuActiveRatio { get; init; }

    public IReadOnlyList<double?>? GpuUsage { get; init; }

    public double? CpuPower { get; init; }

    public double? GpuPower { get; init; }

    public double? AnePower { get; init; }

    public double? RamPower { get; init; }

    public double? SysPower { get; init; }

    public static MacmonLine Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<MacmonLine>(json, Options) ?? throw new InvalidDataException("macmon wrote null.");
        }
        catch (JsonException garbage)
        {
            throw new InvalidDataException($"macmon wrote a line that is not understood: {garbage.Message}", garbage);
        }
    }

    public HostSample AddTo(HostSample sample)
    {
        foreach (var (name, celsius) in Known([("cpu", AboveZero(Temp?.CpuTempAvg)), ("gpu", AboveZero(Temp?.GpuTempAvg))]))
            sample = sample.WithTemperature(name, celsius);
        foreach (var (name, speed) in Known((Fans ?? []).Select((fan, index) => (fan.Name ?? $"fan{index}", fan.Rpm))))
            sample = sample.WithFan(name, speed);
        foreach (var (name, watts) in Known(Powers()))
            sample = sample.WithPower(name, watts);
        return WithGpu(sample) with { CpuFrequencyHertz = CpuFrequency() };
    }

    /// <summary>"system" is what the Mac's own meter says of all of it, behind its power supply. Left out: all_power, which is cpu + gpu + ane.</summary>
    private IEnumerable<(string Name, double? Watts)> Powers() =>
        [("system", AboveZero(SysPower)), ("cpu", CpuPower), ("gpu", GpuPower), ("ane", AnePower), ("ram", RamPower)];

    /// <summary>
    /// Busy is the active ratio. Versions before 0.8 have none: their ratio is weighted by frequency, sinks when the Mac throttles, and is not taken for it.
    /// The frequency is a mean over the time it was active; one that never was has none.
    /// </summary>
    private HostSample WithGpu(HostSample sample)
    {
        var megahertz = AboveZero(GpuFreqMhz ?? (GpuUsage is [var older, ..] ? older : null));
        var busy = Measured(GpuActiveRatio);
        return megahertz is null && busy is null ? sample : sample.WithGpu("gpu", new GpuReading { FrequencyHertz = megahertz * HertzOfMegahertz, Utilization = busy });
    }

    /// <summary>Of the cores that were active. Versions before 0.8 tell it of clusters, and not how many cores each has.</summary>
    private double? CpuFrequency()
    {
        var active = (EcpuCores ?? []).Concat(PcpuCores ?? []).Select(core => AboveZero(core.FreqMhz)).OfType<double>().ToList();
        return active.Count > 0 ? active.Average() * HertzOfMegahertz : null;
    }

    private static IEnumerable<(string Name, double Value)> Known(IEnumerable<(string Name, double? Value)> readings) =>
        readings.Where(reading => Measured(reading.Value) is not null).Select(reading => (reading.Name, reading.Value!.Value));

    private static double? Measured(double? value) => value is >= 0 and < double.PositiveInfinity ? value : null;

    private static double? AboveZero(double? value) => Measured(value) is > 0 ? value : null;
}

internal sealed record MacmonTemperatures(double? CpuTempAvg, double? GpuTempAvg);

internal sealed record MacmonFan(string? Name, double? Rpm);

internal sealed record MacmonCore(double? FreqMhz);
