using System.Runtime.InteropServices;

namespace LlmObs.Collector.Native;

/// <summary>sys/resource.h: struct rusage_info_v4. Bytes, and times in the machine's own unit.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RusageInfoV4
{
    public ExecutableUuid Uuid;
    public ulong UserTime;
    public ulong SystemTime;
    public ulong PkgIdleWkups;
    public ulong InterruptWkups;
    public ulong Pageins;
    public ulong WiredSize;
    public ulong ResidentSize;
    public ulong PhysFootprint;
    public ulong ProcStartAbstime;
    public ulong ProcExitAbstime;
    public ulong ChildUserTime;
    public ulong ChildSystemTime;
    public ulong ChildPkgIdleWkups;
    public ulong ChildInterruptWkups;
    public ulong ChildPageins;
    public ulong ChildElapsedAbstime;
    public ulong DiskioBytesread;
    public ulong DiskioByteswritten;
    public ulong CpuTimeQosDefault;
    public ulong CpuTimeQosMaintenance;
    public ulong CpuTimeQosBackground;
    public ulong CpuTimeQosUtility;
    public ulong CpuTimeQosLegacy;
    public ulong CpuTimeQosUserInitiated;
    public ulong CpuTimeQosUserInteractive;
    public ulong BilledSystemTime;
    public ulong ServicedSystemTime;
    public ulong LogicalWrites;
    public ulong LifetimeMaxPhysFootprint;
    public ulong Instructions;
    public ulong Cycles;
    public ulong BilledEnergy;
    public ulong ServicedEnergy;
    public ulong IntervalMaxPhysFootprint;
    public ulong RunnableTime;
}

/// <summary>uint8_t[16], the executable's UUID: nothing here looks into it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ExecutableUuid
{
    public ulong First;
    public ulong Last;
}
