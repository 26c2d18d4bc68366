using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Machines;

/// <summary>Who knows the facts of which kind of machine. A new one is a file and a line here.</summary>
internal static class MachineKinds
{
    public static IMachineFacts Of(SystemKind system, SystemFolders folders) => system switch
    {
        SystemKind.Linux => new LinuxMachine(folders),
        SystemKind.MacOS => MacMachine.Here,
        _ => new UnknownMachine(),
    };
}
