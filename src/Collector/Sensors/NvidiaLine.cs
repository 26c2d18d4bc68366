using System.Globalization;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// A line of <c>nvidia-smi --query-gpu</c> for one graphics processor, such as <c>0, NVIDIA GeForce RTX 4090, 97, 20480, 24564, 71, 412.55, 2520</c>.
/// What one cannot tell stands as [N/A] or [Not Supported].
/// </summary>
internal sealed record NvidiaLine(int Index, string Name)
{
    /// <summary>Fields every driver of the last ten years knows: of an unknown one it would refuse the whole question. The name is last, where its commas do no harm.</summary>
    public const string Fields = "index,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw,clocks.sm,name";

    private const int Mebibyte = 1 << 20;

    public GpuReading Reading { get; private init; } = new();

    public double? Celsius { get; private init; }

    public double? Watts { get; private init; }

    /// <summary>Null where it is no such line.</summary>
    public static NvidiaLine? Parse(string line)
    {
        var fields = line.Split(',', 8, StringSplitOptions.TrimEntries);
        if (fields.Length < 8 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return null;
        return new NvidiaLine(index, $"gpu {index} {fields[7]}")
        {
            Reading = new GpuReading
            {
                Utilization = Number(fields[1], 0, 100) / 100,
                MemoryUsedBytes = Mebibytes(fields[2]),
                MemoryTotalBytes = Mebibytes(fields[3]),
                FrequencyHertz = Number(fields[6], 0, 20_000) * 1e6,
            },
            Celsius = Number(fields[4], -100, 200),
            Watts = Number(fields[5], 0, 10_000),
        };
    }

    /// <summary>One name for all: temperature, power and load of one processor are found together.</summary>
    public HostSample AddTo(HostSample sample)
    {
        sample = sample.WithGpu(Name, Reading);
        if (Celsius is { } celsius)
            sample = sample.WithTemperature(Name, celsius);
        return Watts is { } watts ? sample.WithPower(Name, watts) : sample;
    }

    private static long? Mebibytes(string text) => (long?)(Number(text, 0, 1 << 30) * Mebibyte);

    /// <summary>Null where it is none, or one that no such device can have.</summary>
    private static double? Number(string text, double least, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
