using System.Globalization;
using System.Net.NetworkInformation;
using LlmObs.Collector.Native;
using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Servers;

/// <summary>
/// The processes of this user on a Mac; other users' cannot be looked into. A physical footprint leaves out what is mapped from files, so file-backed weights are in no figure here:
/// what the machine uses tells of them. <paramref name="hasListener"/> tells cheaply whether anyone listens on a port, and <paramref name="lsof"/>, asked with its arguments, who does.
/// </summary>
internal sealed class MacProcessTable(IMacKernel mac, Func<int, bool> hasListener, Func<IReadOnlyList<string>, ProgramAnswer> lsof) : IProcessTable
{
    private const long MicrosecondsOfSecond = 1_000_000;

    /// <summary>Less than whoever asks the Collector has: it hears the reason.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>They take connections for a server elsewhere, in a virtual machine or on another one.</summary>
    private static readonly string[] PassersOn = ["com.docker.backend", "com.docker.vpnkit", "OrbStack Helper", "limactl", "gvproxy", "ssh", "sshd", "kubectl"];

    public static MacProcessTable Here { get; } = new(MacKernel.Here, HasListener, arguments => ProgramAnswer.Of("/usr/sbin/lsof", arguments, Patience));

    public string Source => "proc_pid_rusage (physical footprint)";

    public ListenerSearch ListenerOf(int port)
    {
        if (!hasListener(port))
            return new ListenerSearch.Absent($"Nobody listens on port {port} of this machine. Start the server first; one on another machine cannot be seen from here.");
        try
        {
            var answer = lsof(["-nP", string.Create(CultureInfo.InvariantCulture, $"-iTCP:{port}"), "-sTCP:LISTEN", "-t"]);
            return Oldest(Pids(answer.Text), port);
        }
        catch (InvalidDataException silent)
        {
            return new ListenerSearch.Absent($"Who listens on port {port} is not known: {silent.Message}");
        }
    }

    public IReadOnlyList<ProcessEntry> List() => [.. mac.Processes().Select(mac.Process).OfType<ProcBsdInfo>().Select(process => new ProcessEntry(IdOf(process), (int)process.Ppid))];

    public ServerMemory? MemoryOf(ProcessId process) => UsageOf(process) is { } usage ? new ServerMemory { Pids = [process.Pid], FootprintBytes = (long)usage.PhysFootprint } : null;

    public ServerProcess? Look(ProcessId process) => UsageOf(process) is { } usage && mac.Process(process.Pid) is { } info
        ? new ServerProcess { Pid = process.Pid, Name = info.ProcessName, PeakBytes = (long)usage.LifetimeMaxPhysFootprint }
        : null;

    private ListenerSearch Oldest(IEnumerable<int> pids, int port) =>
        pids.Select(Entry).OfType<Listener>().OrderBy(listener => listener.Id.Started).ThenBy(listener => listener.Id.Pid).FirstOrDefault() switch
        {
            { } listener when PassersOn.Contains(listener.Name, StringComparer.Ordinal) => new ListenerSearch.Absent($"On port {port} listens {listener.Name}, which only passes connections on to a server in a virtual machine or on another machine. Run a Collector there."),
            { } listener => new ListenerSearch.Found(listener.Id),
            null => new ListenerSearch.Absent($"A server listens on port {port}, but as another user, whose processes cannot be looked into. Run the Collector as that user or as root."),
        };

    private RusageInfoV4? UsageOf(ProcessId process) => mac.Process(process.Pid) is { } info && IdOf(info) == process ? mac.Usage(process.Pid) : null;

    private Listener? Entry(int pid) => mac.Process(pid) is { } process ? new Listener(IdOf(process), process.ProcessName) : null;

    private static ProcessId IdOf(ProcBsdInfo process) => new((int)process.Pid, (long)process.StartTvsec * MicrosecondsOfSecond + (long)process.StartTvusec);

    private static bool HasListener(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);

    private static IEnumerable<int> Pids(string lines) =>
        lines.Split('\n').Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : (int?)null).OfType<int>();

    private sealed record Listener(ProcessId Id, string Name);
}
