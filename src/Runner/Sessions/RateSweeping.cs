using System.Globalization;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Sweeps;

namespace LlmObs.Runner.Sessions;

/// <summary>Carries a variant's rate sweep out, from wherever its journal stands: an open loop for each rate, one after the other in one load.</summary>
internal sealed class RateSweeping(SweepBench bench)
{
    /// <summary>Each but the first follows a rate that is measured again, and that happens once to each; from 0.0005 to 1000 requests a second there are 21 doublings, then 6 halvings.</summary>
    private const int MostLoads = 40;

    private readonly RateSweep _sweep = bench.Sweeps.Rate!;

    /// <summary>False when the session had better stop before the next load.</summary>
    public async Task<bool> MeasureAsync(CancellationToken cancellationToken)
    {
        // it would be the very same load
        var failure = SweepBarrier.Of(bench.Entries)?.Failure ?? bench.Lost(SweepKind.Rate);
        for (var count = 0; failure is null && Course().Next is not null; count++)
        {
            if (count == MostLoads)
                throw new InvalidOperationException($"The rate sweep of {bench.Run.Variant.Id} does not come to an end.");
            bench.Tell("rate sweep, loading");
            var wish = new SweepWish(SweepKind.Rate, bench.Plan.Settings.ContextTokens, IsForMemory: false, WarmUp);
            if (await bench.LoadedAsync(wish, load => RatesAsync(load, cancellationToken), cancellationToken) is not { } loaded)
                return false;
            failure = loaded.Failure ?? bench.Stopped;
        }
        bench.End(SweepKind.Rate, failure);
        return true;
    }

    private RateSweepCourse Course() => new(_sweep, bench.Entries, bench.ClockResolution);

    /// <summary>After a fault that passes nobody knows what is in memory: the rate is measured once more in a load of its own.</summary>
    private async Task RatesAsync(JournalEntry.SweepLoad load, CancellationToken cancellationToken)
    {
        while (Course().Next is { } next)
        {
            if (!await bench.IsFreeAsync(cancellationToken))
                return;
            await bench.WarmUpConnectionsAsync(ArrivalLoop.Connections(_sweep.MostInFlight, load.ParallelSlots), cancellationToken);
            var asks = Asks(next.RequestsPerSecond, next.Attempt, load);
            await RateAsync(asks, load, cancellationToken);
            var course = Course();
            if (course.Next is { } open && open.RequestsPerSecond == next.RequestsPerSecond)
            {
                bench.Tell($"rate sweep, {Rate(next.RequestsPerSecond)}: a request met a fault that passes: the rate is measured once more");
                return;
            }
            await bench.LookBackAsync([.. asks.Select(ask => ask.Id)], cancellationToken);
            Tell(course.Latest!);
        }
    }

    /// <summary>A server that refuses a connection and answers the next question has too much to do: that is what the rate is measured for.</summary>
    private async Task RateAsync(IReadOnlyList<SweepAsk> asks, JournalEntry.SweepLoad load, CancellationToken cancellationToken)
    {
        JournalEntry.SweepRequest? lost = null;
        await bench.Arrivals(_sweep.MostInFlight).RunAsync(
            asks,
            ask => ask.Rate!.After,
            async (ask, intended, stopping) =>
            {
                if (await bench.SendAsync(ask, load, intended, stopping) is { Timeline.End: StreamEnd.ConnectFailed } request && !await bench.IsThereAsync(stopping))
                    lost = request;
                return lost is null;
            },
            ask => bench.LeaveOut(ask, load, _sweep.MostInFlight),
            cancellationToken);
        if (lost is not null)
            SweepBench.Demand(lost);
    }

    private void Tell(RateLevel level)
    {
        var first = level.TimeToFirstTokenFromIntendedSeconds?.P95 is { } slow ? string.Create(CultureInfo.InvariantCulture, $"first token within {slow:0.00} s of the intended send (p95)") : "no p95 of the first token";
        var lost = (level.NotSent > 0 ? $", {level.NotSent} not sent" : "") + (level.NotCompleted > 0 ? $", {level.NotCompleted} not completed" : "");
        bench.Tell($"rate sweep, {Rate(level.RequestsPerSecond)}: {first}{lost}: {(level.IsGood ? "good" : "too much")}");
    }

    private static string Rate(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate} requests a second");

    /// <summary>The times are those of every variant and attempt at that rate.</summary>
    private List<SweepAsk> Asks(double rate, int attempt, JournalEntry.SweepLoad load)
    {
        var name = rate.ToString(CultureInfo.InvariantCulture);
        var times = ArrivalSchedule.Of(_sweep.Arrivals, rate, _sweep.RequestsPerRate, duration: null, string.Create(CultureInfo.InvariantCulture, $"{bench.Plan.Settings.Seed}/sweep/{name}"));
        return [.. times.Select((after, index) => Ask(string.Create(CultureInfo.InvariantCulture, $"r{name}/a{attempt}/{index}"), load) with
        {
            Rate = new RateProbe { RequestsPerSecond = rate, Attempt = attempt, Index = index, Requests = _sweep.RequestsPerRate, Arrivals = _sweep.Arrivals, After = after },
        })];
    }

    private SweepAsk WarmUp(JournalEntry.SweepLoad load) => Ask($"warmup/{load.LoadId}", load) with { IsWarmup = true };

    private SweepAsk Ask(string name, JournalEntry.SweepLoad load) =>
        SweepAsk.Of(bench.Sweeps.RateRequest!, SweepKind.Rate, $"rate/{name}", bench.Run, load, bench.Plan.Settings.Limits);
}
