using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>A temperature of a hardware monitoring chip, in thousandths of a degree.</summary>
internal sealed class HwmonTemperature(HwmonInput input) : ISensor
{
    public string Name => input.Name;

    public string Source => input.File;

    public static SensorSearch Look(SystemFolders folders) =>
        SensorSearch.Of([.. HwmonInput.Find(folders, "temp", "input").Select(input => new HwmonTemperature(input))],
            $"no chip in {HwmonInput.Folder(folders)} has a temperature");

    public HostSample Read(HostSample sample) => sample.WithTemperature(Name, KernelFile.Number(input.File, ThermalZone.Least, ThermalZone.Most) / 1000.0);
}
