using System.Globalization;

namespace LlmObs.Collector.Servers;

/// <summary>
/// What /proc/PID/stat says in its one line: <c>7441 (a name) S 7437 7437 …</c>. The name may hold spaces and brackets, so fields are counted from its last bracket.
/// </summary>
internal sealed record ProcessStat(char State, int Parent, long Started)
{
    /// <summary>In proc(5) the state is field 3 and the start time, in ticks since the system started, field 22.</summary>
    private const int FirstField = 3;
    private const int StartedField = 22;

    /// <summary>Z has ended and waits for its parent to notice, X is about to.</summary>
    public bool IsRunning => State is not ('Z' or 'X');

    public static ProcessStat Parse(string text)
    {
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is [[var state], var parent, ..] && fields.Length > StartedField - FirstField
            && int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var parentPid)
            && long.TryParse(fields[StartedField - FirstField], NumberStyles.None, CultureInfo.InvariantCulture, out var started)
                ? new ProcessStat(state, parentPid, started)
                : throw new InvalidDataException($"The file stat of a process says \"{text.Trim()}\", which is not as proc(5) has it.");
    }
}
