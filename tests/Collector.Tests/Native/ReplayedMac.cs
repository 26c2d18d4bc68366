using System.Runtime.InteropServices;
using System.Text;
using LlmObs.Collector.Native;

namespace LlmObs.Collector.Tests.Native;

/// <summary>A Mac that answers what a test says. What it was not told it refuses, as macOS does.</summary>
internal sealed class ReplayedMac : IMacKernel
{
    private readonly Dictionary<string, byte[]> _sysctls = new(StringComparer.Ordinal);

    public VmStatistics64? Pages { get; set; }

    /// <summary>Of Apple Silicon: 16 KiB.</summary>
    public long BytesOfPage { get; set; } = 16 * 1024;

    public ulong? ThermalPressure { get; set; }

    public Dictionary<int, ProcBsdInfo> Information { get; } = [];

    public Dictionary<int, RusageInfoV4> Usages { get; } = [];

    public List<int> Pids { get; } = [];

    public ReplayedMac Sysctl(string name, params byte[] value)
    {
        _sysctls[name] = value;
        return this;
    }

    public ReplayedMac Sysctl(string name, long number) => Sysctl(name, BitConverter.GetBytes(number));

    public ReplayedMac Sysctl(string name, int number) => Sysctl(name, BitConverter.GetBytes(number));

    public ReplayedMac Sysctl(string name, string text) => Sysctl(name, Encoding.UTF8.GetBytes(text + '\0'));

    public ReplayedMac Sysctl(string name, XswUsage swap) => Sysctl(name, MemoryMarshal.AsBytes(new ReadOnlySpan<XswUsage>(in swap)).ToArray());

    /// <summary>How often <see cref="VirtualMemory"/> was asked.</summary>
    public int Asked { get; private set; }

    public VmStatistics64 VirtualMemory()
    {
        Asked++;
        return Pages ?? throw new MacCallException("host_statistics64", "kern_return 5");
    }

    public long PageBytes() => BytesOfPage;

    public byte[] Sysctl(string name) => _sysctls.TryGetValue(name, out var value) ? value : throw new MacCallException($"sysctl {name}", "No such file or directory");

    public IReadOnlyList<int> Processes() => Pids;

    public ProcBsdInfo? Process(int pid) => Information.TryGetValue(pid, out var info) ? info : null;

    public RusageInfoV4? Usage(int pid) => Usages.TryGetValue(pid, out var usage) ? usage : null;

    public int WatchNotification(string name) => ThermalPressure is null ? throw new MacCallException($"notify_register_check of {name}", "status 9") : name.Length;

    public ulong NotificationState(int token) => ThermalPressure ?? throw new MacCallException("notify_get_state", "status 2");
}
