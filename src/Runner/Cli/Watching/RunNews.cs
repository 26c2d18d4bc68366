using LlmObs.Reports;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>What the machine did, in a line for people.</summary>
internal static class RunNews
{
    public static string Of(SessionEvent.Flagged flagged) =>
        $"{flagged.Run.Variant.Id}: {string.Join("; ", flagged.Flags.Select(flag => $"{ReportText.Word(flag.Kind)} ({flag.Reason})"))}. Its speeds stay in, and the run is flagged.";

    public static string Of(SessionEvent.CooledDown cooled) => cooled.Wait.LimitReached
        ? $"Block {cooled.Block.Number} begins after {Figures.Seconds(cooled.Wait.WaitedSeconds)} of waiting, the plan's limit, and its first run is flagged: {cooled.Wait.WaitedFor}."
        : $"Cooled down in {Figures.Seconds(cooled.Wait.WaitedSeconds)}.";
}
