using LlmObs.Plans;

namespace LlmObs.Runner.Checks;

/// <summary>Whether the largest variant fits into the memory that is free now.</summary>
internal sealed class MemoryCheck : ICheck
{
    /// <summary>What should be left for the system and everything else, as a share of all memory: below it file caches go and swapping begins.</summary>
    public const double MarginShare = 0.05;

    public string Subject => "memory";

    public bool IsForEverySession => true;

    public bool IsAboutMachine => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        var machine = circumstances.Machine;
        if (machine.FreeBytes is not { } free || machine.TotalBytes is not { } total)
            return [new(Subject, CheckVerdict.Unknown, $"not known how much is free: {machine.Problem ?? "its memory sensor tells nothing"}.")];
        var state = $"{Size(free)} of {Size(total)} free";
        if (ModelNeed.Largest(circumstances) is not { } need)
            return [new(Subject, CheckVerdict.Ok, $"{state}; {Nothing(circumstances)}.")];
        if (ModelFit.Within(free, circumstances) is { } fit)
            return [new(Subject, CheckVerdict.Blocker, $"{state}, and {fit.Words}.", $"{fit.Remedy} – or unload other models and close other programs first.")];
        return [Judge(need, state, free, total)];
    }

    private CheckLine Judge(ModelNeed need, string state, long free, long total) => (free - need.Bytes) switch
    {
        _ when need.Bytes > total => new(Subject, CheckVerdict.Blocker, $"{need.Words} and this machine has {Size(total)}.", "Leave that variant out (--only), or measure it on a larger machine."),
        < 0 => new(Subject, CheckVerdict.Blocker, $"{state}, and {need.Words}.", "Unload other models and close other programs first."),
        var left when left < total * MarginShare => new(Subject, CheckVerdict.Warning, $"{state}, and {need.Words}: {Size(left)} would be left.", "Close what is not needed, or the machine may swap."),
        _ => new(Subject, CheckVerdict.Ok, $"{state}; {need.Words}."),
    };

    private static string Nothing(Circumstances circumstances) => circumstances.Server switch
    {
        null => "what is to be loaded is not known",
        { CanLoad: false } => "this server is measured with what it has loaded",
        _ when circumstances.Variants.Any(variant => circumstances.Models.GetValueOrDefault(variant.Id) is not { IsLoaded: true }) => "how much the plan's variants need is not known",
        _ => "nothing more is to be loaded",
    };

    private static string Size(long bytes) => new DataSize(bytes).ToBinaryString();
}
