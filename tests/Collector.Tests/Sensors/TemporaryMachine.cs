using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Sensors;

/// <summary>A /proc and /sys of a test's own, gone after it.</summary>
internal sealed class TemporaryMachine : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("llmobs-machine-");

    public SystemFolders Folders => MachineFiles.In(_folder.FullName);

    public TemporaryMachine Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
        return this;
    }

    public void Remove(string path) => File.Delete(Path.Combine(_folder.FullName, path));

    public SensorInventory Look() => SensorCatalogue.Look(Folders, SystemKind.Linux);

    public void Dispose() => _folder.Delete(recursive: true);
}
