using System.Net.Http.Json;
using System.Text.Json;
using LlmObs.Conditions;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Host;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>What a session keeps of the machine, held against what the simulated machine really did.</summary>
public sealed class ConditionsTests
{
    /// <summary>What the catalogue's demo-coder@q8_0 draws while it answers: 12 W of the machine's own, and 60 + 3 for each of its 8.5 GB.</summary>
    private const double IdleWatts = 12;

    private const double AnsweringWatts = 85.5;

    [Fact]
    public async Task The_energy_of_a_run_is_the_simulated_truth_within_five_percent()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions());

        await bench.RunAsync(Long(SessionPlans.Q8).With(settings => settings with { Warmups = 1, Iterations = 3 }));

        var measured = bench.Entries().OfType<JournalEntry.Request>().Where(request => !request.IsWarmup).ToList();
        var window = measured[^1].Timeline.SentAt + measured[^1].Timeline.EndAt - measured[0].Timeline.SentAt;
        var answering = 0.0;
        foreach (var request in measured)
            answering += await AnsweringAsync(bench, request.Timeline.ResponseId!);
        var truth = IdleWatts * window.TotalSeconds + AnsweringWatts * answering;
        var energy = Conditions(bench).Energies[0];
        Assert.Equal(("system", IdleWatts), (energy.Source, Math.Round(energy.IdleWatts!.Value, 6)));
        Assert.InRange(energy.GrossJoules!.Value / truth, 0.95, 1.05);
        Assert.InRange(energy.NetJoules!.Value / (AnsweringWatts * answering), 0.95, 1.05);
        Assert.Equal(energy.GrossJoules.Value / measured.Sum(request => request.Timeline.Usage!.CompletionTokens!.Value), energy.GrossJoulesPerToken!.Value, 6);
        Assert.True(energy.Samples >= RunEnergy.LeastSamples);
    }

    [Fact]
    public async Task The_servers_processes_and_their_memory_are_kept_with_the_run()
    {
        await using var bench = await SessionBench.StartAsync();

        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));

        var (conditions, memory) = (Conditions(bench), Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Memory!);
        Assert.Equal(memory.OverBaselineBytes, conditions.ServerMemory!.OverBaselineBytes);
        Assert.Equal([1001, 1002], conditions.ServerBefore!.Processes.Select(process => process.Pid));
        Assert.Equal(memory.OverBaselineBytes, conditions.ServerAfter!.Processes[1].PeakBytes);
        Assert.Contains("the Simulator at", conditions.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loads_from_the_disk_and_from_the_page_cache_are_told_apart()
    {
        await using var bench = await SessionBench.StartAsync();

        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Blocks = 2 }));

        var loads = Assert.Single(SessionReports.Rebuild(bench.Session)).Loads;
        Assert.Equal([LoadKind.First, LoadKind.Cached], loads.Select(load => load.Kind!.Value));
        Assert.Equal([1, 0], loads.Select(load => load.ReadFromDiskShare!.Value));
    }

    [Fact]
    public async Task Nothing_was_read_for_a_model_that_was_in_memory_before()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(SessionPlans.Key, contextTokens: 131_072);

        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));

        Assert.Null(Conditions(bench).LoadDiskReadBytes);
    }

    [Fact]
    public async Task A_throttled_and_swapping_machine_flags_the_run_and_its_speed_stays_in()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, ThrottlesAtCelsius = 30, Swaps = true });

        await bench.RunAsync(Long(SessionPlans.Q8));

        var result = Assert.Single(SessionReports.Rebuild(bench.Session));
        Assert.Equal([RunFlagKind.Throttled, RunFlagKind.Swapped], result.Loads[0].Flags.Select(flag => flag.Kind));
        Assert.Equal([RunFlagKind.Throttled, RunFlagKind.Swapped], Assert.Single(bench.Seen.Of<SessionEvent.Flagged>()).Flags.Select(flag => flag.Kind));
        Assert.Contains("## Flagged runs", File.ReadAllText(Path.Combine(bench.Session, "summary.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_asks_the_Collector_while_a_request_is_under_way()
    {
        var (underWay, asked, disturbed) = (0, 0, 0);
        await using var bench = await SessionBench.StartAsync();
        await using var collector = await FakeCollector.StartAsync((_, _) => []);
        await using var server = new DisturbedServer(bench.Server) { Identity = bench.Server.Identity with { IsSimulated = false } };
        server.BeforeStream = () => Interlocked.Increment(ref underWay);
        server.AfterStream = () => Interlocked.Decrement(ref underWay);
        collector.Asked = () => (asked, disturbed) = (asked + 1, disturbed + Volatile.Read(ref underWay));

        await bench.RunAsync(server, bench.Request(Long(SessionPlans.Q8).With(settings => settings with { Iterations = 4, Concurrency = [1, 4] })) with { Collector = collector.Address }, TestContext.Current.CancellationToken);

        // before the session twice, before the load twice, and three times for the run itself
        Assert.Equal((7, 0, 0), (asked, disturbed, underWay));
    }

    [Fact]
    public async Task Without_a_Collector_the_two_clocks_are_kept_all_the_same()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var server = new DisturbedServer(bench.Server) { Identity = bench.Server.Identity with { IsSimulated = false } };

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8)), TestContext.Current.CancellationToken);

        var end = Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>());
        Assert.Equal((null, null, true), (end.Conditions, end.Memory, end.Clock!.Agrees));
    }

    internal static Plan Long(params Variant[] variants) => SessionPlans.Of(variants) with
    {
        Cases = [new Case { Id = "long", Category = "x", Prompt = "Tell me about schedules.", MaxTokens = 120 }],
    };

    private static RunConditions Conditions(SessionBench bench) => Assert.Single(bench.Entries().OfType<JournalEntry.RunEnd>()).Conditions!;

    /// <summary>From the request's slot to its last write.</summary>
    private static async Task<double> AnsweringAsync(SessionBench bench, string id)
    {
        using var client = new HttpClient { BaseAddress = bench.Address };
        var truth = await client.GetFromJsonAsync<JsonElement>($"/truth/{id}", TestContext.Current.CancellationToken);
        var last = truth.GetProperty("writes").EnumerateArray().Last().GetProperty("timestamp").GetInt64();
        return (double)(last - truth.GetProperty("startedTimestamp").GetInt64()) / truth.GetProperty("timestampFrequency").GetInt64();
    }
}
