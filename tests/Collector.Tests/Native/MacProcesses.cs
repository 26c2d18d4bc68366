using System.Text;
using LlmObs.Collector.Native;

namespace LlmObs.Collector.Tests.Native;

/// <summary>Processes of a replayed Mac.</summary>
internal static class MacProcesses
{
    private const ulong Started = 1_789_000_000;

    /// <summary>One of this user; without a footprint it is another user's, of which macOS tells only the number.</summary>
    public static ReplayedMac Process(this ReplayedMac mac, int pid, int parent, string name, long? footprint, long peak = 0, ulong secondsLater = 0)
    {
        mac.Pids.Add(pid);
        if (footprint is not { } bytes)
            return mac;
        mac.Information[pid] = new ProcBsdInfo { Pid = (uint)pid, Ppid = (uint)parent, Name = Long(name), Comm = Short("short"), StartTvsec = Started + secondsLater, StartTvusec = 250_000 };
        mac.Usages[pid] = new RusageInfoV4 { PhysFootprint = (ulong)bytes, LifetimeMaxPhysFootprint = (ulong)peak, ResidentSize = 1 };
        return mac;
    }

    public static LongProcessName Long(string name)
    {
        var bytes = default(LongProcessName);
        Encoding.UTF8.GetBytes(name, bytes);
        return bytes;
    }

    public static ShortProcessName Short(string name)
    {
        var bytes = default(ShortProcessName);
        Encoding.UTF8.GetBytes(name, bytes);
        return bytes;
    }
}
