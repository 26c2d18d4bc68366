using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LlmObs.Collector.Native;

/// <summary>sys/proc_info.h: struct proc_bsdinfo.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProcBsdInfo
{
    public uint Flags;
    public uint Status;
    public uint Xstatus;
    public uint Pid;
    public uint Ppid;
    public uint Uid;
    public uint Gid;
    public uint Ruid;
    public uint Rgid;
    public uint Svuid;
    public uint Svgid;
    public uint Rfu1;
    public ShortProcessName Comm;
    public LongProcessName Name;
    public uint Nfiles;
    public uint Pgid;
    public uint Pjobc;
    public uint Tdev;
    public uint Tpgid;
    public int Nice;
    public ulong StartTvsec;
    public ulong StartTvusec;

    /// <summary>As proc_name tells it: the long one, and where a process has none, the short one.</summary>
    public readonly string ProcessName => Text(Name) is { Length: > 0 } name ? name : Text(Comm);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is var end and >= 0 ? bytes[..end] : bytes);
}

/// <summary>sys/param.h: MAXCOMLEN characters.</summary>
[InlineArray(16)]
internal struct ShortProcessName
{
    private byte _first;
}

/// <summary>2 × MAXCOMLEN characters.</summary>
[InlineArray(32)]
internal struct LongProcessName
{
    private byte _first;
}
