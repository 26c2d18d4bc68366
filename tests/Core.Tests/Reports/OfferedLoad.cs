using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Tests.Results;
using static LlmObs.Tests.Results.SweepEntries;

namespace LlmObs.Tests.Reports;

/// <summary>A variant under load at two rates, the second too much for it, and its highest rate.</summary>
internal static class OfferedLoad
{
    public static Plan Plan { get; } = SmallSession.Plan(SmallSession.Variant("v")) is var plan ? plan with
    {
        Cases = [plan.Cases[0] with { Passes = [Pass.Speed, Pass.OpenLoop] }],
        Settings = plan.Settings with
        {
            OpenLoop = new OpenLoop { RequestsPerSecond = [0.5, 2], Requests = 24, MostInFlight = 4 },
            RateSweep = new RateSweep { FirstRequestsPerSecond = 1, MaximumRequestsPerSecond = 8, RequestsPerRate = 20, TimeToFirstTokenBound = TimeSpan.FromSeconds(1) },
        },
    } : null!;

    public static IReadOnlyList<VariantResult> Results { get; } = VariantResults.From(SmallSession.Header, Plan,
    [
        .. Offered(),
        Load(SweepKind.Rate, 4096) with { ParallelSlots = 2 }, .. Rate(1, 100), .. Rate(2, 300), .. Rate(4, 1500), .. Rate(2.828, 1100), .. Rate(2.378, 900), .. Rate(2.593, 1010), .. Rate(2.483, 950), End(SweepKind.Rate),
    ]);

    private static IEnumerable<JournalEntry> Offered()
    {
        var load = SmallSession.Load("v", 1, "load-1", seconds: 10);
        yield return load;
        yield return SmallSession.Request(load, SmallSession.Stream(first: 80, gap: 10));
        for (var index = 0; index < 24; index++)
            yield return Arriving(load, 0.5, index, SmallSession.Stream(first: 90 + index, gap: 10), lateMilliseconds: 1);
        for (var index = 0; index < 24; index++)
            yield return index % 6 == 5
                ? Arriving(load, 2, index, RequestTimeline.NotSent(SmallSession.Start, 0, 4), lateMilliseconds: null)
                : Arriving(load, 2, index, SmallSession.Stream(first: 90 + 50 * index, gap: 10), lateMilliseconds: index == 7 ? 2000 : 3);
        yield return SmallSession.End(load);
    }

    private static JournalEntry.Request Arriving(JournalEntry.Load load, double rate, int index, RequestTimeline timeline, int? lateMilliseconds)
    {
        var due = TimeSpan.FromSeconds(index / rate);
        var seen = timeline with { SendLateness = lateMilliseconds is { } late ? TimeSpan.FromMilliseconds(late) : null, SentTimestamp = (long)((due.TotalSeconds + (lateMilliseconds ?? 0) / 1e3) * 1e9) };
        return SmallSession.Request(load, seen, iteration: index) with
        {
            Id = FormattableString.Invariant($"{load.Run}/openloop/short/r{rate}/{index}"),
            Pass = Pass.OpenLoop,
            Concurrency = 4,
            Arrival = new Arrival { RequestsPerSecond = rate, Arrivals = ArrivalProcess.Constant, After = due },
        };
    }
}
