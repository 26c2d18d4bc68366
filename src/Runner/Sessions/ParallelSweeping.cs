using System.Globalization;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Sweeps;

namespace LlmObs.Runner.Sessions;

/// <summary>Carries a variant's parallel sweep out, from wherever its journal stands: level after level in one load.</summary>
internal sealed class ParallelSweeping(SweepBench bench)
{
    private readonly ParallelSweep _sweep = bench.Sweeps.Parallel!;

    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        string? failure = null;
        if (Course().Next is not null)
        {
            bench.Tell("parallel sweep, loading");
            var wish = new SweepWish(SweepKind.Parallel, bench.Plan.Settings.ContextTokens, IsForMemory: false, WarmUp);
            failure = (await bench.LoadedAsync(wish, load => LevelsAsync(load, cancellationToken), cancellationToken)).Failure;
        }
        bench.End(SweepKind.Parallel, failure);
    }

    private ParallelSweepCourse Course() => new(_sweep, bench.Entries, bench.ClockResolution);

    private async Task LevelsAsync(JournalEntry.SweepLoad load, CancellationToken cancellationToken)
    {
        while (Course().Next is { } next)
        {
            await bench.KeepUpAsync(cancellationToken);
            await bench.WarmUpConnectionsAsync(next.Streams, cancellationToken);
            await LevelAsync(next.Streams, next.Attempt, load, cancellationToken);
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

    private SweepAsk Ask(int streams, int attempt, int index, JournalEntry.SweepLoad load)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"c{streams}/a{attempt}/{index}");
        return Ask(name, load) with { Parallel = new ParallelProbe { Streams = streams, Attempt = attempt, Index = index, Requests = streams * _sweep.RequestsPerStream } };
    }

    private SweepAsk WarmUp(JournalEntry.SweepLoad load) => Ask($"warmup/{load.LoadId}", load) with { IsWarmup = true };

    private SweepAsk Ask(string name, JournalEntry.SweepLoad load)
    {
        var request = bench.Sweeps.ParallelRequest!.WithNonceOf(load.WasLoadedBefore ? $"parallel/{name}/{load.At:O}" : $"parallel/{name}");
        return new SweepAsk
        {
            Id = $"{bench.Run.Id}/sweep/parallel/{name}",
            Sweep = SweepKind.Parallel,
            Prompt = request.Prompt,
            Nonce = request.Nonce,
            MaxTokens = request.MaxTokens,
            Sampling = request.Sampling,
            Seed = request.Seed,
            IdleLimit = bench.Plan.Settings.Limits.Idle,
            TotalLimit = bench.Plan.Settings.Limits.Request,
        };
    }
}
