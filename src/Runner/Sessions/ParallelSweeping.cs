using System.Globalization;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Sweeps;

namespace LlmObs.Runner.Sessions;

/// <summary>Carries a variant's parallel sweep out, from wherever its journal stands: level after level in one load.</summary>
internal sealed class ParallelSweeping(SweepBench bench)
{
    /// <summary>Each but the first follows a level that is measured again, and that happens once to each of eleven.</summary>
    private const int MostLoads = 20;

    private readonly ParallelSweep _sweep = bench.Sweeps.Parallel!;

    /// <summary>False when the session had better stop before the next load.</summary>
    public async Task<bool> MeasureAsync(CancellationToken cancellationToken)
    {
        // it would be the very same load
        var failure = SweepBarrier.Of(bench.Entries)?.Failure ?? bench.Lost(SweepKind.Parallel);
        for (var count = 0; failure is null && Course().Next is not null; count++)
        {
            if (count == MostLoads)
                throw new InvalidOperationException($"The parallel sweep of {bench.Run.Variant.Id} does not come to an end.");
            bench.Tell("parallel sweep, loading");
            var wish = new SweepWish(SweepKind.Parallel, bench.Plan.Settings.ContextTokens, IsForMemory: false, WarmUp);
            if (await bench.LoadedAsync(wish, load => LevelsAsync(load, cancellationToken), cancellationToken) is not { } loaded)
                return false;
            failure = loaded.Failure ?? bench.Stopped;
        }
        bench.End(SweepKind.Parallel, failure);
        return true;
    }

    private ParallelSweepCourse Course() => new(_sweep, bench.Entries, bench.ClockResolution);

    /// <summary>After a fault that passes nobody knows what is in memory: the level is measured once more in a load of its own.</summary>
    private async Task LevelsAsync(JournalEntry.SweepLoad load, CancellationToken cancellationToken)
    {
        while (Course().Next is { } next)
        {
            if (!await bench.IsFreeAsync(cancellationToken))
                return;
            await bench.WarmUpConnectionsAsync(next.Streams, cancellationToken);
            await LevelAsync(next.Streams, next.Attempt, load, cancellationToken);
            if (Course().Next is { } open && open.Streams == next.Streams)
            {
                bench.Tell(string.Create(CultureInfo.InvariantCulture, $"parallel sweep, {next.Streams} at once: a request met a fault that passes: the level is measured once more"));
                return;
            }
            await bench.LookBackAsync(Ids(next.Streams, next.Attempt), cancellationToken);
            var level = Course().Levels[^1];
            bench.Tell(string.Create(CultureInfo.InvariantCulture, $"parallel sweep, {level.Streams} at once: {level.OutputTokensPerSecond:0.0} tok/s together, first token within {level.SlowestFirstTokenSeconds:0.00} s{(level.NotCompleted > 0 ? $", {level.NotCompleted} not completed" : "")}"));
        }
    }

    /// <summary>A closed loop of so many streams.</summary>
    private async Task LevelAsync(int streams, int attempt, JournalEntry.SweepLoad load, CancellationToken cancellationToken)
    {
        JournalEntry.SweepRequest? lost = null;
        var options = new ParallelOptions { MaxDegreeOfParallelism = streams, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, streams * _sweep.RequestsPerStream), options, async (index, stopping) =>
        {
            if (lost is null && await bench.SendAsync(Ask(streams, attempt, index, load), load, stopping) is { Timeline.End: StreamEnd.ConnectFailed } request)
                lost = request;
        });
        if (lost is not null)
            SweepBench.Demand(lost);
    }

    private List<string> Ids(int streams, int attempt) => [.. Enumerable.Range(0, streams * _sweep.RequestsPerStream).Select(index => $"{bench.Run.Id}/sweep/parallel/{Name(streams, attempt, index)}")];

    private static string Name(int streams, int attempt, int index) => string.Create(CultureInfo.InvariantCulture, $"c{streams}/a{attempt}/{index}");

    private SweepAsk Ask(int streams, int attempt, int index, JournalEntry.SweepLoad load)
    {
        return Ask(Name(streams, attempt, index), load) with { Parallel = new ParallelProbe { Streams = streams, Attempt = attempt, Index = index, Requests = streams * _sweep.RequestsPerStream } };
    }

    private SweepAsk WarmUp(JournalEntry.SweepLoad load) => Ask($"warmup/{load.LoadId}", load) with { IsWarmup = true };

    private SweepAsk Ask(string name, JournalEntry.SweepLoad load) =>
        SweepAsk.Of(bench.Sweeps.ParallelRequest!, SweepKind.Parallel, $"parallel/{name}", bench.Run, load, bench.Plan.Settings.Limits);
}
