using System.Globalization;
using LlmObs.Collector.Sensors;
using LlmObs.Collector.Servers;
using LlmObs.Collector.Tests.Sensors;

namespace LlmObs.Collector.Tests.Servers;

/// <summary>A /proc of a test's own with processes that come and go as it says, written as proc(5) has them.</summary>
internal sealed class ProcTree : IDisposable
{
    private readonly TemporaryMachine _machine = new();
    private readonly List<string> _sockets = [];

    public ProcTree(TimeProvider? clock = null)
    {
        _machine.Write("proc/uptime", "1.00 1.00\n");
        Table = new LinuxProcessTable(Folders, clock ?? TimeProvider.System);
    }

    public SystemFolders Folders => _machine.Folders;

    public IProcessTable Table { get; }

    public ProcTree Listen(int port, long inode, int user = 1000, string state = "0A", string address = "0100007F", string family = "tcp")
    {
        _sockets.Add(string.Create(CultureInfo.InvariantCulture, $"   0: {address}:{port:X4} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000  {user}        0 {inode} 1 0000000076bc2045 100 0 0 10 0"));
        _machine.Write($"proc/net/{family}", $"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n{string.Join('\n', _sockets)}\n");
        return this;
    }

    public ProcTree Start(int pid, int parent, string name = "llama-server", long started = 0, string state = "S", long anonymousKilobytes = 100, long fileKilobytes = 1000, params long[] sockets)
    {
        _machine.Write($"proc/{pid}/comm", $"{name}\n");
        _machine.Write($"proc/{pid}/stat", string.Create(CultureInfo.InvariantCulture, $"{pid} ({name}) {state} {parent} {parent} {parent} 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 {(started == 0 ? pid : started)} 3133440 383 18446744073709551615\n"));
        Write(pid, "status", string.Create(CultureInfo.InvariantCulture, $"Name:\t{name}\nState:\t{state}\nVmHWM:\t    5000 kB\nVmRSS:\t    2000 kB\nRssAnon:\t   {anonymousKilobytes} kB\nRssFile:\t    {fileKilobytes} kB\nRssShmem:\t       0 kB\n"));
        Write(pid, "smaps_rollup", "5600-7f00 ---p 00000000 00:00 0   [rollup]\nRss:                2000 kB\nPss:                 700 kB\nPss_Dirty:           108 kB\n");
        var open = Directory.CreateDirectory(Path.Combine(Folders.Proc, $"{pid}", "fd")).FullName;
        File.CreateSymbolicLink(Path.Combine(open, "0"), "/dev/null");
        foreach (var socket in sockets)
            File.CreateSymbolicLink(Path.Combine(open, socket.ToString(CultureInfo.InvariantCulture)), $"socket:[{socket}]");
        return this;
    }

    public ProcTree Write(int pid, string file, string text)
    {
        _machine.Write($"proc/{pid}/{file}", text);
        return this;
    }

    public ProcTree End(int pid)
    {
        Directory.Delete(Path.Combine(Folders.Proc, $"{pid}"), recursive: true);
        return this;
    }

    public void Dispose() => _machine.Dispose();
}
