using System.Runtime.InteropServices;

namespace LlmObs.Collector.Native;

/// <summary>
/// The calls of macOS, as its headers declare them; the header stands beside each. Thin: what the numbers mean is told elsewhere, where it can be tested.
/// The library has the name that every program of a Mac is linked to; it is in the loader's cache and has no file.
/// </summary>
internal static partial class LibSystem
{
    private const string Library = "/usr/lib/libSystem.B.dylib";

    /// <summary>mach/host_info.h: HOST_VM_INFO64.</summary>
    public const int HostVmInfo64 = 4;

    /// <summary>sys/resource.h: RUSAGE_INFO_V4. Later ones have nothing that is read here, and older systems refuse them.</summary>
    public const int RusageInfoV4 = 4;

    /// <summary>sys/proc_info.h: PROC_PIDTBSDINFO.</summary>
    public const int ProcPidTBsdInfo = 3;

    /// <summary>notify.h: NOTIFY_STATUS_OK.</summary>
    public const uint NotifyStatusOk = 0;

    /// <summary>mach/mach_init.h. Each call is one more right to give back: it is asked once.</summary>
    [LibraryImport(Library, EntryPoint = "mach_host_self")]
    public static partial uint MachHostSelf();

    /// <summary>mach/mach_init.h. The kernel's pages, in which it counts. Rejected: hw.pagesize, which under Rosetta is that of the process, 4 KiB.</summary>
    [LibraryImport(Library, EntryPoint = "host_page_size")]
    public static partial int HostPageSize(uint host, out nuint bytes);

    /// <summary>mach/mach_host.defs. <paramref name="count"/> is the room there is and what was filled, in 4 bytes each.</summary>
    [LibraryImport(Library, EntryPoint = "host_statistics64")]
    public static partial int HostStatistics64(uint host, int flavor, ref VmStatistics64 statistics, ref uint count);

    /// <summary>sys/sysctl.h. <paramref name="length"/> is the room there is and what was filled, in bytes.</summary>
    [LibraryImport(Library, EntryPoint = "sysctlbyname", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SysctlByName(string name, Span<byte> value, ref nuint length, nint newValue, nuint newLength);

    /// <summary>libproc.h. −1 for a process that is gone or another user's.</summary>
    [LibraryImport(Library, EntryPoint = "proc_pid_rusage")]
    public static partial int ProcPidRusage(int pid, int flavor, out RusageInfoV4 usage);

    /// <summary>libproc.h. How many bytes were filled; 0 for a process that is gone or another user's.</summary>
    [LibraryImport(Library, EntryPoint = "proc_pidinfo")]
    public static partial int ProcPidInfo(int pid, int flavor, ulong argument, out ProcBsdInfo info, int bytes);

    /// <summary>libproc.h. How many processes were written, other users' too; without room for any, for how many there should be room.</summary>
    [LibraryImport(Library, EntryPoint = "proc_listallpids")]
    public static partial int ProcListAllPids(Span<int> pids, int bytes);

    /// <summary>notify.h. The token is good until the process ends: nothing is given back.</summary>
    [LibraryImport(Library, EntryPoint = "notify_register_check", StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint NotifyRegisterCheck(string name, out int token);

    /// <summary>notify.h.</summary>
    [LibraryImport(Library, EntryPoint = "notify_get_state")]
    public static partial uint NotifyGetState(int token, out ulong state);
}
