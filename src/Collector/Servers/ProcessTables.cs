using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Servers;

/// <summary>Chooses the table of this operating system.</summary>
internal static class ProcessTables
{
    public static IProcessTable Here() => true switch
    {
        _ when OperatingSystem.IsLinux() => new LinuxProcessTable(new SystemFolders(), TimeProvider.System),
        _ when OperatingSystem.IsMacOS() => MacProcessTable.Here,
        _ => new NoProcessTable("The processes of a server are looked into on Linux and macOS only so far."),
    };
}
