using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LlmObs.Collector.Native;

/// <summary>
/// This machine's macOS. On another system, or where a Mac lacks a call, each throws <see cref="DllNotFoundException"/> or
/// <see cref="EntryPointNotFoundException"/>; a call that is refused throws <see cref="MacCallException"/>.
/// </summary>
internal sealed class MacKernel : IMacKernel
{
    /// <summary>The longest value read here is the name of a processor.</summary>
    private const int LongestSysctl = 256;

    private readonly Lazy<uint> _host = new(LibSystem.MachHostSelf);

    public static MacKernel Here { get; } = new();

    public VmStatistics64 VirtualMemory()
    {
        var (statistics, count) = (default(VmStatistics64), VmStatistics64.Words);
        var result = LibSystem.HostStatistics64(_host.Value, LibSystem.HostVmInfo64, ref statistics, ref count);
        if (result != 0)
            throw new MacCallException("host_statistics64", $"kern_return {result}");
        return count == VmStatistics64.Words ? statistics : throw new MacCallException("host_statistics64", $"it filled {count} words of {VmStatistics64.Words}");
    }

    public long PageBytes()
    {
        var result = LibSystem.HostPageSize(_host.Value, out var bytes);
        return result == 0 ? (long)bytes : throw new MacCallException("host_page_size", $"kern_return {result}");
    }

    public byte[] Sysctl(string name)
    {
        Span<byte> value = stackalloc byte[LongestSysctl];
        var length = (nuint)value.Length;
        return LibSystem.SysctlByName(name, value, ref length, 0, 0) == 0
            ? value[..(int)length].ToArray()
            : throw new MacCallException($"sysctl {name}", Marshal.GetLastPInvokeErrorMessage());
    }

    public IReadOnlyList<int> Processes()
    {
        // what it tells without room is 20 more than there are now
        var pids = new int[LibSystem.ProcListAllPids([], 0)];
        var count = LibSystem.ProcListAllPids(pids, pids.Length * sizeof(int));
        return count > 0 ? pids[..count] : throw new MacCallException("proc_listallpids", $"it returns {count}");
    }

    public ProcBsdInfo? Process(int pid) =>
        LibSystem.ProcPidInfo(pid, LibSystem.ProcPidTBsdInfo, 0, out var info, Unsafe.SizeOf<ProcBsdInfo>()) == Unsafe.SizeOf<ProcBsdInfo>() ? info : null;

    public RusageInfoV4? Usage(int pid) => LibSystem.ProcPidRusage(pid, LibSystem.RusageInfoV4, out var usage) == 0 ? usage : null;

    public int WatchNotification(string name)
    {
        var status = LibSystem.NotifyRegisterCheck(name, out var token);
        return status == LibSystem.NotifyStatusOk ? token : throw new MacCallException($"notify_register_check of {name}", $"status {status}");
    }

    public ulong NotificationState(int token)
    {
        var status = LibSystem.NotifyGetState(token, out var state);
        return status == LibSystem.NotifyStatusOk ? state : throw new MacCallException("notify_get_state", $"status {status}");
    }
}
