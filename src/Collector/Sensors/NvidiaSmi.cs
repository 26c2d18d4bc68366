using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>Nvidia's graphics processors through <c>nvidia-smi</c>, which is kept open and writes a line for each with every sample.</summary>
internal sealed class NvidiaSmi(LineProgram program, string command) : ISensor, IDisposable
{
    /// <summary>So many graphics processors a machine may have; with more, the ones whose lines come first are missing.</summary>
    private const int MostGpus = 32;

    /// <summary>It writes each second at least; three are missing before what it said is too old.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(4);

    /// <summary>Waking a driver that nobody used takes seconds.</summary>
    private static readonly TimeSpan PatienceForTheFirstLine = TimeSpan.FromSeconds(10);

    public string Name => "nvidia-smi";

    public string Source => command;

    public static SensorSearch Look(SystemFolders folders, TimeProvider clock, TimeSpan interval) => ProgramOnPath.Find("nvidia-smi", folders) is { } path
        ? Start(path, clock, interval)
        : new SensorSearch.Absent("nvidia-smi is not on the PATH: there is no Nvidia graphics processor, or its driver's programs are not installed");

    /// <summary>Of two lines of one processor the latest counts.</summary>
    public HostSample Read(HostSample sample) => program.NotOlderThan(Freshness).Select(line => NvidiaLine.Parse(line.Text)!).DistinctBy(gpu => gpu.Index).OrderBy(gpu => gpu.Index)
        .Aggregate(sample, (all, gpu) => gpu.AddTo(all));

    public void Dispose() => program.Dispose();

    private static SensorSearch Start(string path, TimeProvider clock, TimeSpan interval)
    {
        string[] arguments = [$"--query-gpu={NvidiaLine.Fields}", "--format=csv,noheader,nounits", $"--loop-ms={LineProgram.MillisecondsBetweenLines(interval)}"];
        var program = new LineProgram(path, arguments, clock, MostGpus, line => NvidiaLine.Parse(line) is not null);
        if (program.WaitForLine(PatienceForTheFirstLine))
            return new SensorSearch.Found([new NvidiaSmi(program, $"{path} {string.Join(' ', arguments)}")]);
        var reason = $"{path} has told no reading within {PatienceForTheFirstLine.TotalSeconds:0} s. {program.Trouble}".TrimEnd();
        program.Dispose();
        return new SensorSearch.Absent(reason);
    }
}
