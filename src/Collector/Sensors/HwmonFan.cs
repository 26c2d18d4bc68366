using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>A fan of a hardware monitoring chip, in revolutions per minute.</summary>
internal sealed class HwmonFan(HwmonInput input) : ISensor
{
    public string Name => input.Name;

    public string Source => input.File;

    public static SensorSearch Look(SystemFolders folders) =>
        SensorSearch.Of([.. HwmonInput.Find(folders, "fan", "input").Select(input => new HwmonFan(input))],
            $"no chip in {HwmonInput.Folder(folders)} has a fan");

    public HostSample Read(HostSample sample) => sample.WithFan(Name, KernelFile.Number(input.File, 0, 1_000_000));
}
