using LlmObs.Conditions;
using LlmObs.Reports;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>What the machine did, in a line for people.</summary>
internal static class RunNews
{
    public static string Of(SessionEvent.Flagged flagged) =>
        $"{flagged.Run.Variant.Id}: {string.Join("; ", flagged.Flags.Select(flag => $"{ReportText.Word(flag.Kind)} ({flag.Reason})"))}. Its speeds stay in, and the run is flagged.";

    public static string Of(SessionEvent.CooledDown cooled) => cooled.Wait switch
    {
        { LimitReached: true } wait => $"Block {cooled.Block.Number} begins after {Figures.Seconds(wait.WaitedSeconds)} of waiting, the plan's limit, and its first run is flagged: {wait.WaitedFor}.",
        { End: GateEnd.NotKnown } wait => $"Block {cooled.Block.Number} begins after {Figures.Seconds(wait.WaitedSeconds)} of waiting: {wait.WaitedFor}.",
        { End: GateEnd.Time } wait => $"Waited for {Figures.Seconds(wait.WaitedSeconds)} until the time to stop at: {wait.WaitedFor}.",
        var wait => $"Cooled down in {Figures.Seconds(wait.WaitedSeconds)}.",
    };
}
