using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>A power of a hardware monitoring chip, in millionths of a watt: of the moment where the chip has it, else its average.</summary>
internal sealed class HwmonPower(HwmonInput input) : ISensor
{
    /// <summary>A hundred kilowatts: no chip measures more.</summary>
    private const long MostMicrowatts = 100_000_000_000;

    public string Name => input.Name;

    public string Source => input.File;

    public static SensorSearch Look(SystemFolders folders) =>
        SensorSearch.Of([.. HwmonInput.Find(folders, "power", "input", "average").Select(input => new HwmonPower(input))],
            $"no chip in {HwmonInput.Folder(folders)} has a power");

    public HostSample Read(HostSample sample) => sample.WithPower(Name, KernelFile.Number(input.File, 0, MostMicrowatts) / 1e6);
}
