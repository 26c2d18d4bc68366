using System.Globalization;
using LlmObs.Hardware;
using LlmObs.Results;
using LlmObs.Runner.Checks;

namespace LlmObs.Runner.Cli.Doctor;

/// <summary>Makes the file of a machine from what was found out, and leaves out whose it is.</summary>
internal sealed class MachineFileMaker(Anonymous anonymous)
{
    /// <param name="found">What was found out.</param>
    /// <param name="lines">What the checks say of it.</param>
    /// <param name="machine">As far as this process can read it, where no Collector tells.</param>
    /// <param name="samples">A few of the Collector's.</param>
    /// <param name="version">Of this program.</param>
    public MachineFile Make(Circumstances found, IReadOnlyList<CheckLine> lines, Machine machine, IReadOnlyList<HostSample> samples, string version)
    {
        var report = found.Collector?.Report;
        return new MachineFile
        {
            SchemaVersion = MachineFile.CurrentSchemaVersion,
            MadeAt = found.Now,
            LlmObsVersion = version,
            Collector = report is null ? null : new CollectorState(report.Version, report.IntervalSeconds, report.MissedSamples),
            Machine = Of(report?.Machine ?? machine),
            IsOnBattery = report?.IsOnBattery,
            IsLowPowerMode = report?.IsLowPowerMode,
            GpuMemoryLimitBytes = report?.GpuMemoryLimitBytes,
            BiggestProcessesBytes = [.. (report?.BiggestProcesses ?? []).Select(process => process.MemoryBytes)],
            Sensors = [.. (report?.Sensors ?? []).Select(sensor => new SensorState(anonymous.Of(sensor.Name), anonymous.Of(sensor.Source), anonymous.OfKnown(sensor.Trouble)))],
            Absent = [.. (report?.Absent ?? []).Select(absent => new AbsentSensor(absent.Subject, anonymous.Of(absent.Reason)))],
            Server = found.Server is { } server ? Of(server.Identity) : null,
            Checks = [.. lines.Select(line => new CheckSeen(line.Subject, DoctorWords.Of(line.Verdict)))],
            Samples = [.. samples.Select(Of)],
        };
    }

    private Machine Of(Machine machine) => machine with { OperatingSystem = anonymous.Of(machine.OperatingSystem), Processor = anonymous.OfKnown(machine.Processor) };

    private ServerSeen Of(ServerIdentity server) => new(server.Kind, anonymous.Of(server.Name), anonymous.OfKnown(server.Version), server.IsSimulated);

    private HostSample Of(HostSample sample) => sample with
    {
        Temperatures = Renamed(sample.Temperatures),
        Fans = Renamed(sample.Fans),
        Powers = Renamed(sample.Powers),
        Energies = Renamed(sample.Energies),
        Gpus = Renamed(sample.Gpus),
        Storage = Numbered(sample.Storage),
    };

    private Dictionary<string, T> Renamed<T>(IReadOnlyDictionary<string, T> readings) =>
        readings.GroupBy(reading => anonymous.Of(reading.Key), StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Value, StringComparer.Ordinal);

    /// <summary>People name their disks: only the root keeps its name.</summary>
    private static Dictionary<string, StorageSpace> Numbered(IReadOnlyDictionary<string, StorageSpace> disks) => disks
        .Select((disk, index) => (Name: disk.Key == "/" ? disk.Key : string.Create(CultureInfo.InvariantCulture, $"disk {index + 1}"), disk.Value))
        .ToDictionary(disk => disk.Name, disk => disk.Value, StringComparer.Ordinal);
}
