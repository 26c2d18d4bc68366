using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>What is another at a load than at the last one before it that is known: servers update their runtimes by themselves, and files are fetched anew.</summary>
public static class LoadChanges
{
    /// <param name="load">One of the entries.</param>
    /// <param name="entries">In order. Files are held against the same variant's only, runtimes also against another variant's of the same name.</param>
    public static IReadOnlyList<string> Of(JournalEntry.Load load, IReadOnlyList<JournalEntry> entries)
    {
        var before = entries.TakeWhile(entry => !ReferenceEquals(entry, load)).OfType<JournalEntry.Load>().Where(one => one.Failure is null).Reverse().ToList();
        if (load.Failure is not null || before.Count == 0)
            return [];
        var same = before.Where(one => one.Variant == load.Variant).ToList();
        string?[] changes =
        [
            Runtime(before.Select(one => (one.Variant, Runtime: RuntimeOf(one, entries))), load, RuntimeOf(load, entries)),
            Change("the server was restarted in between: its process was", before.Select(one => ProcessOf(one, entries)), ProcessOf(load, entries)),
            Change("it answered as", same.Select(one => one.Model?.Key), load.Model?.Key),
            Change("its file had", same.Select(one => one.Model?.FileSize?.Bytes.ToString("N0", CultureInfo.InvariantCulture)), load.Model?.FileSize?.Bytes.ToString("N0", CultureInfo.InvariantCulture), " bytes"),
            Change("its file was last written at", same.Select(one => Time(one.Model)), Time(load.Model)),
        ];
        return [.. changes.OfType<string>()];
    }

    /// <summary>As the load call or the run's end told it.</summary>
    private static string? RuntimeOf(JournalEntry.Load load, IReadOnlyList<JournalEntry> entries) => load.Runtime ?? LoadResults.EndOf(load, entries)?.Runtime;

    /// <summary>Of the server as a Collector beside it saw it before the load; known when the run has ended.</summary>
    private static string? ProcessOf(JournalEntry.Load load, IReadOnlyList<JournalEntry> entries) =>
        LoadResults.EndOf(load, entries)?.Conditions?.ServerBefore is { Processes: [var listener, ..] } ? listener.Pid.ToString(CultureInfo.InvariantCulture) : null;

    private static string? Runtime(IEnumerable<(string Variant, string? Runtime)> before, JournalEntry.Load load, string? now) => now is null
        ? null
        : Change("the runtime was", before.Where(one => one.Runtime is { } known && (one.Variant == load.Variant || NameOf(known) == NameOf(now))).Select(one => one.Runtime), now);

    /// <summary>"llama.cpp-mac-arm64 2.3.1" without its version.</summary>
    private static string NameOf(string runtime) => runtime.LastIndexOf(' ') is var end and > 0 ? runtime[..end] : runtime;

    private static string? Change(string what, IEnumerable<string?> before, string? now, string unit = "") =>
        now is not null && before.FirstOrDefault(known => known is not null) is { } then && then != now ? $"{what} {then}{unit} before and {now}{unit} now" : null;

    private static string? Time(LocalModel? model) => model?.ModifiedAt?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
