namespace LlmObs.Runner.Checks;

/// <summary>Two measurements on one machine disturb each other.</summary>
internal sealed class OtherRunsCheck : ICheck
{
    public string Subject => "other runs";

    public bool IsForEverySession => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances) => circumstances.OtherRuns switch
    {
        [] => [new(Subject, CheckVerdict.Ok, "no other llmobs measures on this machine.")],
        var others => [new(Subject, CheckVerdict.Warning, FormattableString.Invariant($"another llmobs measures on this machine now (process {string.Join(", ", others)}): both would be slower."), "Wait until it is done, or stop it.")],
    };
}
