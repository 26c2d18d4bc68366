using System.Globalization;
using LlmObs.Calibrations;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Statistics;
using Spectre.Console;

namespace LlmObs.Runner.Cli;

/// <summary>A calibration as a table, with what follows from it.</summary>
internal static class CalibrationView
{
    private const string Absent = "n/a";

    public static void Write(HumanOutput humans, Calibration calibration)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("Streams").AddColumn("Gap");
        foreach (var heading in new[] { "Failed", "TTFT too long by µs\np50 / p95", "Gap off by µs\np50 / p95 / max", "Decode off by %\np50 / max", "Server late by µs\np50 / p95", "Chunks/s", "CPU µs\na chunk", "Bytes\na chunk" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var row in calibration.Rows)
            table.AddRow(Cells(row).Select(cell => new Text(cell)));
        humans.Console.Write(table);
        humans.Say($"In steady state a chunk costs {Number(calibration.CpuSecondsPerChunk * 1e6, "0.00")} µs of processor time and {Number(calibration.AllocatedBytesPerChunk, "0")} bytes.");
        humans.Say(calibration.RateWithinOnePercent is { } rate
            ? $"Up to {Number(rate, "N0")} chunks/s were measured within 1 %; {Number(calibration.MostChunksPerSecond, "N0")} chunks/s went through at most."
            : $"No load was measured within 1 %: is something else at work on this machine? {Number(calibration.MostChunksPerSecond, "N0")} chunks/s went through at most.");
        foreach (var effect in calibration.ObserverEffects)
            humans.Say(Effect(effect));
    }

    private static string Effect(ObserverEffect effect) =>
        $"With {effect.Observer} beside: TTFT {Number(effect.TimeToFirstToken.Mean * 1e6, "+0;-0;0")} µs, gaps {Number(effect.Gap.Mean * 1e6, "+0;-0;0")} µs, decode speed {Number(effect.Decode.Mean * 100, "+0.000;-0.000;0")} % further off; {(effect.IsSeen ? "seen" : "no more than chance")}.";

    public static string Words(CalibrationLoad load) =>
        $"{Figures.Count(load.Streams, "stream", "streams")}{(load.Together ? " together" : "")}, {(load.IsFirehose ? "no gap" : $"a chunk every {Number(load.GapSeconds * 1000, "0.#")} ms")}, {Number(load.Tokens, "N0")} chunks each";

    private static IEnumerable<string> Cells(CalibrationRow row) =>
    [
        $"{row.Load.Streams.ToString(CultureInfo.InvariantCulture)}{(row.Load.Together ? " together" : "")}",
        row.Load.IsFirehose ? "none" : $"{Number(row.Load.GapSeconds * 1000, "0.#")} ms",
        row.Failed.ToString(CultureInfo.InvariantCulture),
        Micro(row.TimeToFirstTokenError),
        row.GapError is { } gap ? $"{Number(gap.P50 * 1e6, "0")} / {Number(gap.P95 * 1e6, "0")} / {Number(gap.Max * 1e6, "0")}" : Absent,
        row.DecodeError is { } decode ? $"{Number(decode.P50 * 100, "0.000")} / {Number(Math.Max(Math.Abs(decode.Min), Math.Abs(decode.Max)) * 100, "0.000")}" : Absent,
        Micro(row.ServerLateness),
        Number(row.ChunksPerSecond, "N0"),
        Number(row.CpuSecondsPerChunk * 1e6, "0.0"),
        Number(row.AllocatedBytesPerChunk, "N0"),
    ];

    private static string Micro(Distribution? seconds) => seconds is null ? Absent : $"{Number(seconds.P50 * 1e6, "0")} / {Number(seconds.P95 * 1e6, "0")}";

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? Absent;
}
