using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class OwnersModelsTests
{
    private const string Other = "demo-coder@q4_k_m";
    private const int OwnContext = 8192;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_owner_had_loaded_makes_room_and_comes_back_with_its_context()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(Other, OwnContext);
        IReadOnlyList<string> whileMeasuring = [];
        var watcher = new Reaction<SessionEvent.Requested>(_ => whileMeasuring = bench.LoadedAsync().GetAwaiter().GetResult());

        await bench.RunAsync(bench.Server, bench.Request(SessionPlans.Of(SessionPlans.Q8)) with { MayPutAside = Yes }, Cancel, watcher);

        Assert.Equal([SessionPlans.Key], whileMeasuring);
        await AssertOwnAsync(bench);
        var kept = Assert.Single(SessionContent.Read(bench.Session).Header.PutAside);
        Assert.Equal((Other, (int?)OwnContext), (kept.ModelKey, kept.ContextTokens));
        Assert.NotNull(kept.RestoredAt);
        Assert.Contains(bench.Seen.Notices, notice => notice == $"{Other} (context 8,192) was unloaded to make room, and is loaded again at the end.");
    }

    [Fact]
    public async Task A_variant_the_owner_had_loaded_is_loaded_afresh_for_each_block()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(SessionPlans.Key, OwnContext);
        var plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Blocks = 2 });

        await bench.RunAsync(bench.Server, bench.Request(plan) with { MayPutAside = Yes }, Cancel);

        var loads = bench.Entries().OfType<JournalEntry.Load>().ToList();
        Assert.Equal(2, loads.Count);
        Assert.DoesNotContain(loads, load => load.WasLoadedBefore);
        Assert.Equal(OwnContext, Assert.Single(await InstancesAsync(bench)).ContextTokens);
    }

    [Fact]
    public async Task He_is_asked_once_about_all_of_it_and_without_his_leave_it_stays()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(Other, OwnContext);
        await bench.LoadAsync(SessionPlans.Key);
        var asked = new List<IReadOnlyList<PutAsideModel>>();
        Task<bool> No(ServerIdentity server, IReadOnlyList<PutAsideModel> models, CancellationToken cancellationToken)
        {
            asked.Add(models);
            return Task.FromResult(false);
        }

        await bench.RunAsync(bench.Server, bench.Request(SessionPlans.Of(SessionPlans.Q8)) with { MayPutAside = No }, Cancel);

        Assert.Equal([Other, SessionPlans.Key], Assert.Single(asked).Select(model => model.InstanceId).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await bench.LoadedAsync()).Count);
        Assert.True(Assert.Single(bench.Entries().OfType<JournalEntry.Load>()).WasLoadedBefore);
        Assert.Empty(SessionContent.Read(bench.Session).Header.PutAside);
    }

    [Fact]
    public async Task It_comes_back_when_the_session_is_stopped()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(Other, OwnContext);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var outcome = await bench.RunAsync(bench.Server, bench.Request(SessionPlans.Of(SessionPlans.Q8, SessionPlans.Q6)) with { MayPutAside = Yes }, stop.Token, new Reaction<SessionEvent.Requesting>(_ => stop.Cancel()));

        Assert.Equal(SessionEnd.Interrupted, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        await AssertOwnAsync(bench);
    }

    [Fact]
    public async Task What_a_killed_session_had_put_aside_comes_back_at_the_end_of_the_resumed_one()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        using (var folder = SessionFolder.Open(bench.Session))
            folder.Replace(folder.Content.Header with { PutAside = [new PutAsideModel { ModelKey = Other, InstanceId = Other, ContextTokens = OwnContext }] });
        bench.CutJournal(entries: 1);

        await bench.ResumeAsync();

        await AssertOwnAsync(bench);
        Assert.NotNull(Assert.Single(SessionContent.Read(bench.Session).Header.PutAside).RestoredAt);
    }

    [Fact]
    public async Task A_session_that_is_not_gone_on_with_says_what_is_still_away()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        using (var folder = SessionFolder.Open(bench.Session))
            folder.Replace(folder.Content.Header with { PutAside = [new PutAsideModel { ModelKey = Other, InstanceId = Other, ContextTokens = OwnContext }] });
        var other = new DisturbedServer(bench.Server);
        other.Identity = other.Identity with { IsSimulated = false };

        var outcome = await bench.RunAsync(other, bench.Request(SessionPlans.Of()) with { Resume = bench.Session }, Cancel);

        Assert.Contains($"{Other} was unloaded to make room for this session, and is not loaded again yet: lms load {Other} -c {OwnContext}", Assert.IsType<SessionOutcome.Refused>(outcome).Problems);
    }

    [Fact]
    public async Task A_model_of_ours_that_stayed_is_not_taken_for_his()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(SessionPlans.Key, OwnContext);
        var plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { ContextTokens = 4096, CleanUp = new CleanUp { UnloadAfterRun = false } });

        await bench.RunAsync(bench.Server, bench.Request(plan) with { MayPutAside = Yes }, Cancel);

        Assert.Equal(4096, Assert.Single(await InstancesAsync(bench)).ContextTokens);
        Assert.Contains(bench.Seen.Notices, notice => notice.Contains("could not be loaded again", StringComparison.Ordinal) && notice.EndsWith($"lms load {SessionPlans.Key} -c {OwnContext}", StringComparison.Ordinal));
        Assert.Null(Assert.Single(SessionContent.Read(bench.Session).Header.PutAside).RestoredAt);
    }

    [Fact]
    public async Task What_does_not_come_back_is_told_with_the_line_that_loads_it_and_costs_no_result()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(Other, OwnContext);
        var loads = 0;
        var server = new DisturbedServer(bench.Server) { BeforeLoad = () => loads++, AfterLoad = () => { if (loads == 2) throw new ServerException("No."); } };

        var outcome = await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)) with { MayPutAside = Yes }, Cancel);

        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Contains(bench.Seen.Notices, notice => notice == $"{Other} could not be loaded again: No. By hand: lms load {Other} -c {OwnContext}");
        Assert.Null(Assert.Single(SessionContent.Read(bench.Session).Header.PutAside).RestoredAt);
    }

    [Fact]
    public async Task The_memory_it_frees_counts_before_anything_is_measured()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 10_000 });
        const string large = "unsloth/minimax-m2.1@q8_0";
        await bench.LoadAsync(large);
        var plan = SessionPlans.Of(SessionPlans.Q8 with { ExpectedMemory = new DataSize(400L << 30) });

        var refused = await bench.RunAsync(plan);
        var measured = await bench.RunAsync(bench.Server, bench.Request(plan) with { MayPutAside = Yes }, Cancel);

        Assert.Contains("free", Assert.Single(Assert.IsType<SessionOutcome.Refused>(refused).Problems), StringComparison.Ordinal);
        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(measured).End);
        Assert.Equal([large], await bench.LoadedAsync());
    }

    private static Task<bool> Yes(ServerIdentity server, IReadOnlyList<PutAsideModel> models, CancellationToken cancellationToken) => Task.FromResult(true);

    private static async Task AssertOwnAsync(SessionBench bench)
    {
        var own = Assert.Single(await InstancesAsync(bench));
        Assert.Equal((Other, (int?)OwnContext), (own.Id, own.ContextTokens));
    }

    private static async Task<IReadOnlyList<LoadedInstance>> InstancesAsync(SessionBench bench) => [.. (await bench.Server.ListModelsAsync(Cancel)).SelectMany(model => model.Instances)];
}
