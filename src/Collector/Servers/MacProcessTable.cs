using System.Globalization;
using LlmObs.Collector.Native;
using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Servers;

/// <summary>
/// The processes of this user on a Mac; other users' cannot be looked into. A physical footprint leaves out what is mapped from files, so file-backed weights are in no figure here:
/// what the machine uses tells of them. <paramref name="lsof"/> is asked with its arguments.
/// </summary>
internal sealed class MacProcessTable(IMacKernel mac, Func<IReadOnlyList<string>, ProgramAnswer> lsof) : IProcessTable
{
    private const long MicrosecondsOfSecond = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>They take connections for a server elsewhere, in a virtual machine or on another one.</summary>
    private static readonly string[] PassersOn = ["com.docker.backend", "com.docker.vpnkit", "OrbStack Helper", "limactl", "gvproxy", "ssh", "sshd", "kubectl"];

    public static MacProcessTable Here { get; } = new(MacKernel.Here, arguments => ProgramAnswer.Of("/usr/sbin/lsof", arguments, Patience));

    public string Source => "proc_pid_rusage (physical footprint)";

    public ListenerSearch ListenerOf(int port)
    {
        try
        {
            var answer = lsof(["-nP", string.Create(CultureInfo.InvariantCulture, $"-iTCP:{port}"), "-sTCP:LISTEN", "-t"]);
            return Pids(answer.Text).Select(Entry).OfType<Listener>().OrderBy(listener => listener.Id.Started).ThenBy(listener => listener.Id.Pid).FirstOrDefault() switch
            {
                { } listener when PassersOn.Contains(listener.Name, StringComparer.Ordinal) => new ListenerSearch.Absent($"On port {port} listens {listener.Name}, which only passes connections on to a server in a virtual machine or on another machine. Run a Collector there."),
                { } listener => new ListenerSearch.Found(listener.Id),
                null => new ListenerSearch.Absent($"Nobody listens on port {port} as far as this user can see. Start the server first; one of another user is seen by a Collector that runs as that user or as root."),
            };
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

    private RusageInfoV4? UsageOf(ProcessId process) => mac.Process(process.Pid) is { } info && IdOf(info) == process ? mac.Usage(process.Pid) : null;

    private Listener? Entry(int pid) => mac.Process(pid) is { } process ? new Listener(IdOf(process), process.ProcessName) : null;

    private static ProcessId IdOf(ProcBsdInfo process) => new((int)process.Pid, (long)process.StartTvsec * MicrosecondsOfSecond + (long)process.StartTvusec);

    private static IEnumerable<int> Pids(string lines) =>
        lines.Split('\n').Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : (int?)null).OfType<int>();

    private sealed record Listener(ProcessId Id, string Name);
}
