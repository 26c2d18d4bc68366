using LlmObs.Plans;

namespace LlmObs.Runner.Checks;

/// <summary>Whether the largest variant fits into what the graphics processor may take of the machine's memory.</summary>
internal sealed class GpuMemoryCheck : ICheck
{
    public string Subject => "GPU memory";

    public bool IsForEverySession => true;

    public bool IsAboutMachine => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        if (circumstances.Machine.Report?.GpuMemoryLimitBytes is not { } limit)
            return [new(Subject, CheckVerdict.Unknown, $"its limit is not known: {circumstances.Machine.Problem ?? "the system does not tell one"}.")];
        var words = $"the graphics processor may take {new DataSize(limit).ToBinaryString()}";
        if (ModelNeed.Largest(circumstances) is not { } need)
            return [new(Subject, CheckVerdict.Ok, $"{words}.")];
        if (ModelFit.Within(limit, circumstances) is { } fit)
            return [new(Subject, CheckVerdict.Blocker, $"{words}, and {fit.Words}.", $"{fit.Remedy} – or raise the limit: sudo sysctl iogpu.wired_limit_mb=…")];
        return [Judge(need, words, limit)];
    }

    private CheckLine Judge(ModelNeed need, string words, long limit) => (limit - need.Bytes) switch
    {
        < 0 => new(Subject, CheckVerdict.Blocker, $"{words}, and {need.Words}.", "Leave that variant out (--only), or raise the limit: sudo sysctl iogpu.wired_limit_mb=…"),
        var left when left < limit * MemoryCheck.MarginShare => new(Subject, CheckVerdict.Warning, $"{words}, and {need.Words}: little is left for its context.", "Ask for a smaller context if it does not load."),
        _ => new(Subject, CheckVerdict.Ok, $"{words}; {need.Words}."),
    };
}
