using System.Runtime.InteropServices;

namespace LlmObs.Collector.Native;

/// <summary>sys/sysctl.h: struct xsw_usage, what vm.swapusage answers. Bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct XswUsage
{
    public ulong Total;
    public ulong Avail;
    public ulong Used;
    public uint PageSize;
    public int Encrypted;
}
