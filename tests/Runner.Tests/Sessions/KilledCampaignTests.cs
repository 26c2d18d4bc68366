using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Tests.Sessions.Faults;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>The whole 512 GB plan in accelerated time, in real processes that are killed and gone on with.</summary>
[Collection(nameof(Alone))]
public sealed class KilledCampaignTests : IDisposable
{
    private const int Kills = 20;
    private const int Seed = 20260204;
    private const int MostMore = 800_000;

    /// <summary>Of an answer: its head and some tokens, and not the last.</summary>
    private const long InDecode = 1200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string _results = Directory.CreateTempSubdirectory("llmobs-killed-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task A_campaign_killed_twenty_times_equals_one_that_never_was_request_for_request()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 10_000 }, Cancel);
        var whole = await WholeAsync(simulator.Address);

        var (killed, moments) = await KilledAsync(simulator.Address);

        Assert.Equal(new Dictionary<Moment, int> { [Moment.Load] = 5, [Moment.Prefill] = 5, [Moment.Decode] = 5, [Moment.Any] = 5 }, moments.CountBy(moment => moment).ToDictionary());
        Assert.Equal(Measured(whole), Measured(killed));
        Assert.Equal(Filled(whole), Filled(killed));
        Assert.Equal(Swept(whole), Swept(killed));
        Assert.All(Levels(killed), level => Assert.Equal(1, level.Attempts));
        Assert.DoesNotContain(killed.Entries.OfType<JournalEntry.Load>(), load => load.WasLoadedBefore);
        Assert.DoesNotContain(killed.Entries.OfType<JournalEntry.SweepLoad>(), load => load.WasLoadedBefore);
        Assert.All(killed.Entries.OfType<JournalEntry.Request>(), request => Assert.IsType<RequestOutcome.Completed>(request.Outcome));
    }

    /// <summary>All that makes a measured request what it is, but its time. A request the journal has twice would be there twice.</summary>
    private static List<string> Measured(SessionContent content) => [.. content.Entries.OfType<JournalEntry.Request>().Where(request => !request.IsWarmup)
        .Select(request => $"{request.Id} {request.Run} {request.PromptHash} {request.Nonce} {request.Seed} {request.MaxTokens} {request.Timeline.Usage?.CompletionTokens} {request.Timeline.Answer}")
        .Order(StringComparer.Ordinal)];

    /// <summary>All that makes a request of the context sweeps what it is. What comes next depends on what was counted before, and that is the same.</summary>
    private static List<string> Filled(SessionContent content) => [.. content.Entries.OfType<JournalEntry.SweepRequest>().Where(request => request is { IsWarmup: false, Context: not null })
        .Select(request => $"{request.Id} {request.PromptHash} {request.Nonce} {request.Timeline.Usage?.PromptTokens} {request.Timeline.Answer}")
        .Order(StringComparer.Ordinal)];

    /// <summary>Every sweep of every variant came to its end, once.</summary>
    private static List<string> Swept(SessionContent content) => [.. content.Entries.OfType<JournalEntry.SweepEnd>().Select(end => $"{end.Run} {end.Sweep} {end.Failure}").Order(StringComparer.Ordinal)];

    /// <summary>How often each level was measured whole. Which levels there are follows from speeds, and those are never the same.</summary>
    private static IEnumerable<(string Level, int Attempts)> Levels(SessionContent content) => content.Entries.OfType<JournalEntry.SweepRequest>().Where(request => request is { IsWarmup: false, Parallel: not null })
        .GroupBy(request => (request.Run, request.Parallel!.Streams, request.Parallel.Attempt, request.Parallel.Requests)).Where(attempt => attempt.Select(request => request.Id).Distinct(StringComparer.Ordinal).Count() == attempt.Key.Requests)
        .GroupBy(attempt => $"{attempt.Key.Run}/{attempt.Key.Streams}", StringComparer.Ordinal).Select(level => (level.Key, level.Count()));

    private async Task<SessionContent> WholeAsync(Uri server)
    {
        var folder = Path.Combine(_results, "whole");
        await using var process = Go(folder, server);
        await process.EndAsync(Patience);
        return SessionContent.Read(Assert.Single(Directory.GetDirectories(folder)));
    }

    /// <summary>
    /// Each process may write up to <see cref="MostMore"/> bytes more, a twentieth of the whole. Then it is killed: every fourth at no particular moment, the others when the line
    /// to the server holds what it waits for – the answer to a load call, the first byte of an answer, the rest of one whose first tokens it has. In what order is random.
    /// </summary>
    private async Task<(SessionContent Content, List<Moment> Moments)> KilledAsync(Uri server)
    {
        var random = new Random(Seed);
        var moments = Enumerable.Range(0, Kills).Select(kill => (Moment)(kill % 4)).ToArray();
        random.Shuffle(moments);
        var folder = Path.Combine(_results, "killed");
        await using var line = new FaultyLine(server);
        var killed = new List<Moment>();
        foreach (var moment in moments)
        {
            var length = Length(folder) + random.Next(1, MostMore);
            await using (var process = Go(folder, line.Address))
            {
                await UntilAsync(() => Length(folder) >= length, process);
                killed.Add(await AtAsync(moment, line, process, TimeSpan.FromMilliseconds(random.Next(30))));
            }
            line.HoldsAfter = _ => null;
            if (moment == Moment.Load)
                Assert.IsType<JournalEntry.LoadBegun>(SessionContent.Read(Assert.Single(Directory.GetDirectories(folder))).Entries[^1]);
        }
        await using var last = Go(folder, line.Address);
        await last.EndAsync(Patience);
        return (SessionContent.Read(Assert.Single(Directory.GetDirectories(folder))), killed);
    }

    /// <summary>Returns at such a moment, with what the line says it is: it knows which answer it holds back, and how much of it has come.</summary>
    private static async Task<Moment> AtAsync(Moment moment, FaultyLine line, OwnProcess process, TimeSpan later)
    {
        var held = new TaskCompletionSource<Moment>(TaskCreationOptions.RunContinuationsAsynchronously);
        line.Holding = (passing, passed) => held.TrySetResult(passing.IsLoad ? Moment.Load : passed == 0 ? Moment.Prefill : Moment.Decode);
        line.HoldsAfter = passing => (moment, passing) switch
        {
            (Moment.Load, { IsLoad: true, IsFirst: true }) or (Moment.Prefill, { IsChat: true, IsFirst: true }) => 0,
            (Moment.Decode, { IsChat: true, Answered: > InDecode }) => InDecode,
            _ => null,
        };
        if (moment == Moment.Any)
            held.SetResult(moment);
        await UntilAsync(() => held.Task.IsCompleted, process);
        await Task.Delay(later, TimeProvider.System, Cancel);
        Assert.False(process.HasExited, $"It was done before it could be killed. {process.Said}");
        return await held.Task;
    }

    private static async Task UntilAsync(Func<bool> isSo, OwnProcess process)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!isSo() && !process.HasExited)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"Nothing comes of it. {process.Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }
    }

    private static OwnProcess Go(string folder, Uri server) => Directory.Exists(folder) && Directory.GetDirectories(folder) is [var session]
        ? OwnProcess.Start("run", "--resume", session, "--server", server.ToString())
        : OwnProcess.Start("run", "plans/mac-512gb.json", "--server", server.ToString(), "--output", folder);

    private static long Length(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "requests.jsonl", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) : 0;

    private enum Moment
    {
        Any,
        Load,
        Prefill,
        Decode,
    }
}
