using LlmObs.Calibrations;
using LlmObs.Statistics;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>A calibration as a page: how far the instrument is from what was really written, and what it costs.</summary>
public static class AccuracyPage
{
    /// <param name="calibration">With its observer effects, where they were looked at.</param>
    /// <param name="command">What makes this page anew.</param>
    public static string Of(Calibration calibration, string command) => $"""
        # How accurate the instrument is

        Drawn by `{command}`; not written by hand. What was measured is held against what a Simulator in a process of its own really wrote, both by one clock of one machine:
        {Escape(calibration.Machine.Processor)}, {Number(calibration.Machine.LogicalProcessors, "0")} logical processors, which client and Simulator share; {Escape(calibration.Machine.OperatingSystem)};
        LlmObs {Escape(calibration.ClientVersion)}; {calibration.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Another machine has other figures: run it there, and each result names them.

        A time to first token is too long by the way through the operating system and HTTP, never too short. *Together*: all streams begin in one moment, as parallel requests of a plan do; the rest begin one after the other.

        {Accuracy(calibration)}
        Server late: how late the Simulator itself was with its writes. The truth is when it wrote, not when it should have.

        ## What it costs

        {Cost(calibration)}
        In steady state a chunk costs {Number(calibration.CpuSecondsPerChunk * 1e6, "0.00")} µs of processor time and {Number(calibration.AllocatedBytesPerChunk, "0")} bytes; [what they are, and what was tried](decisions/what-a-chunk-costs.md).
        {Limit(calibration)}

        """ + Effects(calibration.ObserverEffects);

    private static string Accuracy(Calibration calibration)
    {
        var table = new MarkdownTable("Streams", ">Chunk every ms", ">Requests", ">Failed", ">TTFT too long by µs, p50", ">p95", ">Gap off by µs, p50", ">p95", ">Largest", ">Decode speed off by %, mean", ">Largest", ">Server late µs, p50");
        foreach (var row in calibration.Rows.Where(row => !row.Load.IsFirehose))
        {
            var (first, gap, decode) = (row.TimeToFirstTokenError, row.GapError, row.DecodeError);
            table.Row(
                Streams(row), Number(row.Load.GapSeconds * 1000, "0"), Number(row.Completed + row.Failed, "0"), Number(row.Failed, "0"), Micro(first?.P50), Micro(first?.P95), Micro(gap?.P50), Micro(gap?.P95), Micro(gap?.Max),
                Number(decode?.Mean * 100, "0.000"), Number(decode is null ? null : Math.Max(Math.Abs(decode.Min), Math.Abs(decode.Max)) * 100, "0.000"), Micro(row.ServerLateness?.P50));
        }
        return table.ToString();
    }

    private static string Cost(Calibration calibration)
    {
        var table = new MarkdownTable("Streams", "Chunk every ms", ">Chunks/s", ">CPU µs a chunk", ">Bytes a chunk");
        foreach (var row in calibration.Rows)
        {
            var pace = row.Load.IsFirehose ? "no gap" : Number(row.Load.GapSeconds * 1000, "0");
            table.Row(Streams(row), pace, Number(row.ChunksPerSecond, "0"), Number(row.CpuSecondsPerChunk * 1e6), Number(row.AllocatedBytesPerChunk, "0"));
        }
        return table.ToString();
    }

    private static string Limit(Calibration calibration) =>
        $"The decode speeds of nineteen streams in twenty were within 1 % up to {Number(calibration.RateWithinOnePercent, "0")} chunks/s in all; {Number(calibration.MostChunksPerSecond, "0")} chunks/s went through at most.";

    private static string Effects(IReadOnlyList<ObserverEffect> effects)
    {
        if (effects.Count == 0)
            return "";
        var table = new MarkdownTable("Beside the requests", ">Rounds", ">TTFT longer by µs", ">Gaps further off by µs", ">Decode further off by %", "Effect");
        foreach (var effect in effects)
            table.Row(effect.Observer, Number(effect.Decode.N, "0"), Change(effect.TimeToFirstToken, 1e6, "0"), Change(effect.Gap, 1e6, "0"), Change(effect.Decode, 100, "0.000"), effect.IsSeen ? "seen" : "none seen");
        return $"""

            ## Whether watching changes what is measured

            The same load with nothing done after its requests and with what a session does then: the journal flushed to the disk, spans and metrics written and sent.
            Mean difference within rounds, ± half of the 95 % interval; *seen* where it is no chance, all of the table taken together (Holm, 5 %).

            {table}
            """;
    }

    private static string Streams(CalibrationRow row) => $"{Number(row.Load.Streams, "0")}{(row.Load.Together ? " together" : "")}";

    private static string Micro(double? seconds) => Number(seconds * 1e6, "0");

    private static string Change(MeanInterval difference, double scale, string format) =>
        $"{Number(difference.Mean * scale, format)} ± {Number(difference.HalfWidth * scale, format)}";
}
