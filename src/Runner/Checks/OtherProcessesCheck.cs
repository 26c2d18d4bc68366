using LlmObs.Hardware;
using LlmObs.Plans;

namespace LlmObs.Runner.Checks;

/// <summary>Which programs use most memory, and whether closing them would make the room that is missing.</summary>
internal sealed class OtherProcessesCheck : ICheck
{
    private const int Named = 3;

    public string Subject => "other programs";

    public bool IsForEverySession => false;

    public bool IsAboutMachine => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        if (Others(circumstances.Machine) is not { Count: > 0 } others)
            return [new(Subject, CheckVerdict.Unknown, $"not known what else uses memory: {circumstances.Machine.Problem ?? "nobody here can see it"}.")];
        var words = string.Join(", ", others.Take(Named).Select(process => $"{process.Name} {new DataSize(process.MemoryBytes).ToBinaryString()}"));
        return LeaveTooLittle(circumstances)
            ? [new(Subject, CheckVerdict.Warning, $"the largest variant has too little room beside them: {words}.", "Close those that are not needed.")]
            : [new(Subject, CheckVerdict.Ok, $"the biggest: {words}.")];
    }

    /// <summary>The server under test is no other program.</summary>
    private static List<ProcessUse> Others(WitnessFacts machine)
    {
        var servers = (machine.Latest?.Servers.Values ?? []).SelectMany(server => server.Pids).Concat(machine.ServerPids).ToHashSet();
        return [.. (machine.Report?.BiggestProcesses ?? []).Where(process => !servers.Contains(process.Pid))];
    }

    private static bool LeaveTooLittle(Circumstances circumstances) =>
        ModelNeed.Largest(circumstances) is { } need && circumstances.Machine is { FreeBytes: { } free, TotalBytes: { } total } && free - need.Bytes < total * MemoryCheck.MarginShare;
}
