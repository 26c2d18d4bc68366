using System.Text.RegularExpressions;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// Energy a part of the processor has taken, which Intel's and AMD's count in millionths of a joule (RAPL through powercap), and the power since the last reading.
/// The count starts again at 0 after its range. Part of a package is called so: the energy of "core of package-0" is in the package's figure already, that of "dram of package-0" beside it.
/// </summary>
internal sealed partial class EnergyZone(string name, string file, long range, TimeProvider clock) : ISensor
{
    /// <summary>No part draws more. A count that says so was reset or misread.</summary>
    private const double MostWatts = 10_000;

    private const double PerJoule = 1e6;

    private long? _last;
    private long _lastAt;
    private double _joules;

    public string Name => name;

    public string Source => file;

    public static SensorSearch Look(SystemFolders folders, TimeProvider clock)
    {
        var folder = Path.Combine(folders.Sys, "class", "powercap");
        var zones = Directory.Exists(folder) ? Directory.GetDirectories(folder, "intel-rapl:*").Where(zone => File.Exists(Counter(zone))).Order(StringComparer.Ordinal).ToList() : [];
        if (zones.Find(zone => !IsReadable(Counter(zone))) is { } closed)
            return new SensorSearch.Absent($"{Counter(closed)} may be read by root only: run the Collector as root, or \"sudo chmod a+r {folder}/intel-rapl:*/energy_uj\" after each start of the machine");
        var names = new UniqueNames();
        return SensorSearch.Of([.. zones.Select(zone => new EnergyZone(names.Take(NameOf(zone)), Counter(zone), Range(zone), clock))],
            $"there is no energy counter (intel-rapl) in {folder}, as is usual in a virtual machine and on ARM");
    }

    public HostSample Read(HostSample sample)
    {
        var count = KernelFile.Number(file, 0, range);
        var (before, seconds) = (_last, clock.GetElapsedTime(_lastAt).TotalSeconds);
        (_last, _lastAt) = (count, clock.GetTimestamp());
        if (before is not { } last)
        {
            _joules += count / PerJoule;
            return sample.WithEnergy(name, _joules);
        }
        return Add(sample, (count >= last ? count - last : range - last + count) / PerJoule, seconds);
    }

    private HostSample Add(HostSample sample, double joules, double seconds)
    {
        if (joules > MostWatts * seconds)
            throw new InvalidDataException($"{file} says {joules:0} J were taken in {seconds:0.0} s, which no processor does. It counts from here again.");
        _joules += joules;
        var read = sample.WithEnergy(name, _joules);
        return seconds > 0 ? read.WithPower(name, joules / seconds) : read;
    }

    private static string Counter(string zone) => Path.Combine(zone, "energy_uj");

    /// <summary>Where the kernel does not tell it, the count is taken never to start again: one that falls is then told as a misreading.</summary>
    private static long Range(string zone) => Path.Combine(zone, "max_energy_range_uj") is var file && File.Exists(file) && KernelFile.Number(file) is var range and > 0 ? range : long.MaxValue / 2;

    private static string NameOf(string zone)
    {
        var own = KernelFile.Name(Path.Combine(zone, "name")) ?? Path.GetFileName(zone);
        if (PartOf().Match(zone) is { Success: true } part && KernelFile.Name(Path.Combine(part.Groups["whole"].Value, "name")) is { } whole)
            return $"{own} of {whole}";
        return own switch
        {
            _ when own.StartsWith("package-", StringComparison.Ordinal) => $"cpu {own}",
            // what the board's maker wired to it: of most laptops everything, but a graphics card need not be in it
            "psys" => "platform psys",
            _ => own,
        };
    }

    private static bool IsReadable(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex("^(?<whole>.*:[0-9]+):[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PartOf();
}
