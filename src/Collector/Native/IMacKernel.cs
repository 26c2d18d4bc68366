namespace LlmObs.Collector.Native;

/// <summary>What is asked of macOS: of this machine's, or in tests of one that is replayed.</summary>
internal interface IMacKernel
{
    VmStatistics64 VirtualMemory();

    /// <summary>Of the pages that <see cref="VirtualMemory"/> counts.</summary>
    long PageBytes();

    /// <summary>The value of that name as the kernel lays it out; <see cref="SysctlValue"/> tells what it is.</summary>
    byte[] Sysctl(string name);

    /// <summary>Every process, those of other users too.</summary>
    IReadOnlyList<int> Processes();

    /// <summary>Null when it is gone or belongs to another user.</summary>
    ProcBsdInfo? Process(int pid);

    /// <summary>Null when it is gone or belongs to another user.</summary>
    RusageInfoV4? Usage(int pid);

    /// <summary>Returns the token to ask for the state with, good for as long as this process lives.</summary>
    int WatchNotification(string name);

    ulong NotificationState(int token);
}
