using LlmObs.Calibrations;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary><c>summary.md</c>: the variants of a session side by side, a table for each model. It shows figures and their certainty; it gives no verdict.</summary>
public static class SummaryReport
{
    private const int BarWidth = 12;

    public static string Render(SessionHeader header, Plan plan, IReadOnlyList<VariantResult> results, SessionProgress? progress = null)
    {
        var models = results.Select(VariantSummary.Of).GroupBy(one => one.Model, StringComparer.Ordinal);
        string?[] parts = [Title(header, plan), Simulated(header), Stopped(progress), .. models.Select(model => Comparison(Name(plan, model.Key), [.. model])), Failures(results), Missing(header), ConditionsReport.Of(header), FindingsReport.Lines([.. results.Select(result => (result.Variant.Id, result.Findings))]), OpenLoopReport.OfSession(results), SweepSummary.Of(results), StabilityReport.OfSession(results), Flags(results), Reading(results), Details(header, results)];
        return string.Join("\n", parts.OfType<string>());
    }

    internal static string? Simulated(SessionHeader header) => header.Server.IsSimulated
        ? "> **Simulated.** These figures come from the Simulator: they show how the tool works and say nothing about any real model.\n"
        : null;

    /// <summary>The comparison is written while the session goes on, too: nobody may be left to write it when the session is stopped.</summary>
    private static string? Stopped(SessionProgress? progress) => progress is { IsOver: false }
        ? $"> **Stopped after {progress.Share}.** Unless it is still under way, go on with `llmobs run --resume` and the path of this folder.\n"
        : null;

    private static string Title(SessionHeader header, Plan plan) => $"""
        # {Escape(plan.Title ?? plan.Name)}

        {Escape($"{header.Server.Name} {header.Server.Version}".TrimEnd())} at {Escape(header.Server.Address.ToString())} · {Time(header.StartedAt)} · seed {header.Seed}

        """;

    private static string Name(Plan plan, string id) => plan.Models.FirstOrDefault(model => model.Id == id)?.Name ?? id;

    private static string Comparison(string model, List<VariantSummary> summaries)
    {
        var largest = summaries.Max(one => one.DecodeTokensPerSecond?.Mean) ?? 0;
        var hasBasis = summaries.Any(one => DecodeBasis(one).Length > 0);
        var hasMemory = summaries.Any(one => one.Machine.PeakMemory is not null);
        var hasEnergy = summaries.Any(one => one.Machine.GrossJoulesPerToken is not null);
        var hasFlags = summaries.Any(one => one.Machine.FlaggedRuns > 0);
        var table = new MarkdownTable(["Quant", ">Decode tok/s", "", ">TTFT ms", ">Not completed", .. If(hasMemory, ">Peak memory", ">tok/s per GiB"), .. If(hasEnergy, ">J/token"), ">Loads", ">Load s", ">Requests", ">File", .. If(hasBasis, "Speed from"), .. If(hasFlags, "Flagged runs"), "Variant"]);
        foreach (var one in summaries.OrderByDescending(one => one.DecodeTokensPerSecond?.Mean ?? 0))
        {
            table.Row(
            [
                Escape(one.Quantization), Interval(one.DecodeTokensPerSecond), Bar(one.DecodeTokensPerSecond?.Mean, largest, BarWidth),
                Milliseconds(one.TimeToFirstTokenSeconds), Number(one.NotCompleted, "0"),
                .. If(hasMemory, one.Machine.PeakMemory?.ToBinaryString() ?? Unknown, Number(one.TokensPerSecondPerGibibyte, "0.00")),
                .. If(hasEnergy, Energy(one.Machine)),
                Number(one.DecodeTokensPerSecond?.N, "0"), one.LoadTimes.Words, Number(one.Requests, "0"), FileSize(one.FileSize),
                .. If(hasBasis, DecodeBasis(one)), .. If(hasFlags, Flagged(one.Machine)), Escape(one.Variant),
            ]);
            foreach (var level in one.Levels)
                table.Row([$"· {level.Concurrency} at once, each", Number(level.DecodeTokensPerSecond), "", Milliseconds(level.TimeToFirstTokenSeconds), "", .. If(hasMemory, "", ""), .. If(hasEnergy, ""), "", "", "", "", .. If(hasBasis, ""), .. If(hasFlags, ""), ""]);
        }
        return $"## {Escape(model)}\n\n{table}";
    }

    /// <summary>Columns that would say nothing are left out, such as memory where no Collector watched.</summary>
    private static string[] If(bool isKnown, params string[] cells) => isKnown ? cells : [];

    private static string? Failures(IReadOnlyList<VariantResult> results)
    {
        var failed = results.Where(one => one.Failure is not null).Select(one => $"- **{Escape(one.Variant.Id)}**: {Escape(one.Failure)}").ToList();
        return failed.Count == 0 ? null : $"## Not measured to the end\n\n{string.Join('\n', failed)}\n";
    }

    private static string? Missing(SessionHeader header)
    {
        var missing = header.Missing.Select(one => $"- **{Escape(one.Variant)}**: {Escape(one.Reason)}{(one.FetchLine is { } line ? $"; fetch it with `{line.Replace('`', '\'')}`" : "")}").ToList();
        return missing.Count == 0 ? null : $"## Not measured: not on this server\n\n{string.Join('\n', missing)}\n";
    }

    private static string? Flags(IReadOnlyList<VariantResult> results)
    {
        var flags = results.SelectMany(result => MachineSummary.Of(result).Flags).Select(one => $"- **{Escape(one.Run)}** {Word(one.Flag.Kind)}: {Escape(one.Flag.Reason)}").ToList();
        return flags.Count == 0 ? null : $"## Flagged runs: their figures stay in\n\n{string.Join('\n', flags)}\n";
    }

    private static string Reading(IReadOnlyList<VariantResult> results)
    {
        var notes = string.Concat(ReadingNotes.Of(results).Select(note => $"- **{Escape(note)}**\n"));
        return $"""
            ## How to read this

            {notes}- Decode tok/s is (N − k₁) / (last − first): tokens after the first text read over the time they took; mean over loads ± its 95 % t interval. One load has no interval. *Speed from*: by how much the server's token count may be off, and how many requests have a speed where not all do.
            - TTFT is request sent → first non-empty text; the median over the cases of each case's median. Cold requests right after a load are kept apart in each variant's report.
            {Memory(results)}{EnergyNote(results)}{LoadNote(results)}{InstrumentNote(results)}- Not completed: truncated, empty, failed, refused and unsent requests together. They are in no other figure; each variant's report says which they were.
            - Tokens per second compare quantizations of one model only: models cut text into tokens differently.

            """;
    }

    private static string Memory(IReadOnlyList<VariantResult> results)
    {
        var known = results.Where(result => MachineSummary.Of(result).PeakMemory is not null).ToList();
        var ofServer = known.Where(result => MachineSummary.Of(result).IsPeakOfServer).Select(result => Escape(result.Variant.Id)).ToList();
        var whose = ofServer.Count == 0 ? "Here it is the machine's." : $"It is that of the server's processes for {string.Join(", ", ofServer)}.";
        return known.Count == 0
            ? ""
            : $"- Peak memory is the most used from a load to the end of its run, over what was used right before: of the machine, with whatever else grew meanwhile, or of the server's processes, whichever is more. {whose}\n";
    }

    private static string EnergyNote(IReadOnlyList<VariantResult> results)
    {
        var sources = results.Select(MachineSummary.Of).Where(one => one.GrossJoulesPerToken is not null).Select(one => $"*{Escape(one.EnergySource)}*").Distinct(StringComparer.Ordinal).ToList();
        return sources.Count == 0 ? "" : $"- J/token is the energy of {string.Join(" and ", sources)} from the first measured request's send to the last one's end, over all output tokens; net is less what it drew idle. Figures of different sources do not compare.\n";
    }

    private static string LoadNote(IReadOnlyList<VariantResult> results) => KindNote(results) + (results.Any(result => LoadTimes.Of(result).IsByCommandLine)
        ? "- Load s *by program* is of loads through the server's command line program, because its API cannot be asked for what the plan wants: the program's own start is in it. It does not compare with a load over HTTP.\n"
        : "");

    private static string KindNote(IReadOnlyList<VariantResult> results) => results.Any(result => LoadTimes.Of(result).Kind is not null)
        ? "- Load s is of loads whose weights came from the disk (half of the file or more was read); *cached* ones came from the system's page cache (a tenth at most). They are never averaged together, and loads of unknown kind stand in each variant's report only.\n"
        : "";

    private static string InstrumentNote(IReadOnlyList<VariantResult> results) => results.Select(result => result.Instrument).OfType<InstrumentError>().FirstOrDefault() is { } error
        ? $"- The instrument's own error, as calibrated on this machine ({Time(error.CalibratedAt)}): a time to first token is about {Number(error.TimeToFirstTokenSeconds * 1000, "0.00")} ms too long, a decode speed is right within {Number(error.DecodeShare * 100, "0.000")} %. A smaller difference is none.\n"
        : "";

    private static string Details(SessionHeader header, IReadOnlyList<VariantResult> results)
    {
        var links = results.Select(result => $"- [{Escape(result.Variant.Id)}]({ResultFileName.Of(header, result.Variant)}.md)");
        return $"## Each variant\n\n{string.Join('\n', links)}\n";
    }
}
