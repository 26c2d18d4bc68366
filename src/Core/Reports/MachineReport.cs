using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary>What the machine did during a variant's runs, run by run, with who saw it.</summary>
internal static class MachineReport
{
    public static string? Of(VariantResult result)
    {
        var watched = result.Loads.Where(Shows).ToList();
        var flagged = result.Loads.Where(load => load.Flags.Count > 0).ToList();
        if (watched.Count == 0 && flagged.Count == 0)
            return null;
        var table = new MarkdownTable("Run", ">Machine's peak memory", ">Server's processes", ">J/token", ">J/token net", ">Mean W", "Hottest", "Flagged");
        foreach (var load in result.Loads)
            table.Row(Row(load));
        string[] notes = [.. flagged.Select(Flags), .. watched.Count == 0 ? [] : new[] { Source(watched) }, .. watched.Select(Energy).OfType<string>().Distinct(StringComparer.Ordinal), .. watched.Select(Unwatched).OfType<string>()];
        return $"## Machine\n\n{table}\n{string.Concat(notes.Select(note => $"- {note}\n"))}";
    }

    /// <summary>A Collector may be there and know nothing that stands in the table.</summary>
    private static bool Shows(LoadResult load) => load.Conditions is { } seen && (load.Memory is not null || seen is not { ServerMemory: null, Temperature: null, Energies: [] });

    private static string[] Row(LoadResult load)
    {
        var energy = load.Conditions?.Energies.FirstOrDefault();
        return
        [
            Escape(load.Run), Over(load.Memory), Over(load.Conditions?.ServerMemory), Number(energy?.GrossJoulesPerToken, "0.00"), Number(energy?.NetJoulesPerToken, "0.00"),
            Number(energy?.MeanWatts), load.Conditions?.Temperature is { } heat ? Escape($"{Number(heat.MaxCelsius, "0")} °C {heat.Sensor}") : Unknown,
            string.Join(", ", load.Flags.Select(flag => Word(flag.Kind))),
        ];
    }

    private static string Over(RunMemory? memory) => memory is null ? Unknown : new DataSize(memory.OverBaselineBytes).ToBinaryString();

    private static string Flags(LoadResult load) => $"**{Escape(load.Run)}** {Escape(string.Join("; ", load.Flags.Select(flag => $"{Word(flag.Kind)}: {flag.Reason}")))}. Its speeds stay in.";

    private static string Source(List<LoadResult> watched) => $"Seen by {string.Join(" and ", watched.Select(load => Escape(load.Conditions!.Source)).Distinct(StringComparer.Ordinal))}, a sample each {Number(watched.Max(load => load.Conditions!.Watched.IntervalSeconds), "0.##")} s. Memory is the peak over what was used before the load; the larger of the two stands in comparisons, for a machine's use leaves out weights in mapped files on Linux, and that of processes may leave out what a graphics driver holds.";

    private static string? Energy(LoadResult load) => load.Conditions!.Energies.FirstOrDefault() is { } energy
        ? $"Power and energy are those of *{Escape(energy.Source)}* ({(energy.IsFromCounter ? "its counter" : "its power, summed up")}), from the first measured request's send to the last one's end, over all output tokens. Net is less the {Number(energy.IdleWatts)} W it drew idle."
        : null;

    private static string? Unwatched(LoadResult load) => load.Conditions!.Watched is { UnwatchedSeconds: > 0 } watched
        ? $"**{Escape(load.Run)}** was watched for {Number(watched.RunSeconds - watched.UnwatchedSeconds, "0")} of {Number(watched.RunSeconds, "0")} s only: a peak may be missing, and a figure that needs all of it is n/a."
        : null;
}
