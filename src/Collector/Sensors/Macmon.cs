using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>Temperatures, powers, fans and frequencies of a Mac through <c>macmon pipe</c>, which needs no rights and is kept open: macOS tells them to no program by a public call.</summary>
internal sealed class Macmon(LineProgram program, string command) : ISensor, IDisposable
{
    /// <summary>It writes a line a second at least; three are missing before what it said is too old.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan PatienceForTheFirstLine = TimeSpan.FromSeconds(5);

    /// <summary>Where Homebrew and MacPorts put programs: a service that was not started from a shell has them not on its path.</summary>
    private static readonly string[] UsualFolders = ["/opt/homebrew/bin", "/opt/local/bin", "/usr/local/bin"];

    public string Name => "macmon";

    public string Source => command;

    public static SensorSearch Look(SystemFolders folders, TimeProvider clock, TimeSpan interval)
    {
        var everywhere = folders with { Programs = string.Join(Path.PathSeparator, [folders.Programs, .. UsualFolders]) };
        return ProgramOnPath.Find("macmon", everywhere) is { } path
            ? Start(path, clock, interval)
            : new SensorSearch.Absent("macmon is not installed; temperatures, power, fans and the graphics processor's frequency come with: brew install macmon");
    }

    public HostSample Read(HostSample sample) => MacmonLine.Read(program.NotOlderThan(Freshness)[0].Text).AddTo(sample);

    public void Dispose() => program.Dispose();

    private static SensorSearch Start(string path, TimeProvider clock, TimeSpan interval)
    {
        string[] arguments = ["pipe", "-i", $"{LineProgram.MillisecondsBetweenLines(interval)}"];
        var program = new LineProgram(path, arguments, clock);
        if (program.WaitForLine(PatienceForTheFirstLine))
            return new SensorSearch.Found([new Macmon(program, $"{path} {string.Join(' ', arguments)}")]);
        var reason = $"{path} wrote nothing. {program.Trouble ?? $"It was waited for {PatienceForTheFirstLine.TotalSeconds} s."} An M3 Ultra needs macmon 0.8.2.";
        program.Dispose();
        return new SensorSearch.Absent(reason);
    }
}
