using System.Runtime.InteropServices;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>What the kernel says of the Collector's process from outside.</summary>
internal static class ProcessFolder
{
    /// <summary>A thread's folder is <c>/proc/PID/task/TID</c>.</summary>
    public static string Folder(this CollectorProcess collector) => Path.GetFullPath(Path.Combine(collector.ProcessorNanoseconds().Keys.First(), "..", ".."));

    /// <summary>Time on a processor so far, to the nanosecond, of the whole process and so of threads that have ended too. The times in its file stat come in steps of 10 ms.</summary>
    public static TimeSpan ProcessorTime(this CollectorProcess collector)
    {
        var pid = int.Parse(Path.GetFileName(collector.Folder()), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(0, ClockOf(pid, out var clock));
        Assert.Equal(0, Time(clock, out var time));
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    /// <summary>time.h.</summary>
    [DllImport("libc", EntryPoint = "clock_getcpuclockid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int ClockOf(int pid, out int clock);

    /// <summary>time.h.</summary>
    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Time(int clock, out TimeSpec time);

    /// <summary>struct timespec of a 64-bit system.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
