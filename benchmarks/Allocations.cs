using LlmObs.Runner.Results;

namespace LlmObs.Benchmarks;

/// <summary>
/// The short form: bytes that one more event, request or entry allocates, as the difference of a longer and a shorter run, so that what is allocated once falls out.
/// Of the whole process, the least of three: other threads can only add to it. No time is measured.
/// </summary>
internal static class Allocations
{
    private const int Repeats = 3;

    public static async Task<SortedDictionary<string, double>> MeasureAsync()
    {
        var bytes = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var kind in SampleEvents.Names)
            bytes[$"event/{kind}"] = await EventAsync(kind);
        bytes["request"] = await RequestAsync();
        bytes["journal"] = await JournalAsync();
        bytes["report"] = await ReportAsync();
        return bytes;
    }

    private static async Task<double> EventAsync(string kind)
    {
        await using var shorter = new EventStream(kind, 2_000);
        await using var longer = new EventStream(kind, 12_000);
        return await DifferenceAsync(10_000, shorter.ReadAsync, longer.ReadAsync);
    }

    private static async Task<double> RequestAsync()
    {
        await using var stream = new EventStream("content", RequestBenchmarks.Events);
        return await DifferenceAsync(100, () => TimesAsync(20, stream.ReadAsync), () => TimesAsync(120, stream.ReadAsync));
    }

    private static Task<double> JournalAsync()
    {
        var entry = SampleSession.Request(0, RequestBenchmarks.Events);
        return DifferenceAsync(100, () => AppendAsync(entry, 20), () => AppendAsync(entry, 120));
    }

    private static async Task<double> ReportAsync()
    {
        using var shorter = new SampleSession(1_000);
        using var longer = new SampleSession(3_000);
        return await DifferenceAsync(2_000, () => RebuildAsync(shorter), () => RebuildAsync(longer));
    }

    private static Task AppendAsync(LlmObs.Results.JournalEntry entry, int times)
    {
        var path = Path.Combine(Path.GetTempPath(), $"llmobs-{Guid.NewGuid():N}.jsonl");
        using (var journal = new Journal(path))
        {
            for (var time = 0; time < times; time++)
                journal.Append(entry);
        }
        File.Delete(path);
        return Task.CompletedTask;
    }

    private static Task RebuildAsync(SampleSession session)
    {
        SessionReports.Rebuild(session.Folder);
        return Task.CompletedTask;
    }

    private static async Task TimesAsync(int times, Func<Task> runAsync)
    {
        for (var time = 0; time < times; time++)
            await runAsync();
    }

    private static async Task<double> DifferenceAsync(int more, Func<Task> shorterAsync, Func<Task> longerAsync)
    {
        await longerAsync();
        await shorterAsync();
        var least = double.PositiveInfinity;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var few = await BytesAsync(shorterAsync);
            least = Math.Min(least, (await BytesAsync(longerAsync) - few) / (double)more);
        }
        return Math.Round(least, 1);
    }

    private static async Task<long> BytesAsync(Func<Task> runAsync)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await runAsync();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
