using LlmObs.Runner.Downloads;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Downloads;

public sealed class PlanDownloadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_missing_is_fetched_one_after_the_other_the_most_urgent_first()
    {
        await using var bench = await DownloadBench.StartAsync();

        var ended = Assert.IsType<DownloadOutcome.Ended>(await bench.RunAsync());

        Assert.Equal(["q8 Fetched", "q6 Fetched", "q4 Fetched"], ended.Results.Select(result => $"{result.Variant.Id} {result.End}"));
        Assert.False(ended.HasFailures);
        Assert.Equal(["Began q8", "Ended q8", "Began q6", "Ended q6", "Began q4", "Ended q4"], Milestones(bench));
        Assert.Equal(20_000_000_000, Assert.Single(bench.Seen.Of<DownloadEvent.Planned>()).Missing.Bytes);
        Assert.Superset(new HashSet<string>([DownloadBench.Q4, DownloadBench.Q6, DownloadBench.Q8]), (await bench.KeysAsync()).ToHashSet());
    }

    [Fact]
    public async Task Progress_is_the_servers()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { DownloadBytesPerSecond = 4e8 });

        await bench.RunAsync(only: "q8");

        var first = bench.Seen.Of<DownloadEvent.Progressed>()[0].Progress;
        Assert.Equal((8_500_000_000, 2e10), (first.TotalBytes!.Value, first.BytesPerSecond!.Value));
        Assert.InRange(first.Share!.Value, 0.001, 1);
        Assert.Equal((8_500_000_000 - first.DownloadedBytes!.Value) / 2e10, first.Left!.Value.TotalSeconds, 3);
    }

    [Theory]
    [InlineData(DownloadFault.Fails, FetchEnd.Failed, "failed, and not why. By hand: lms get https://huggingface.co/demo/demo-coder-GGUF@Q8_0 --gguf -y")]
    [InlineData(DownloadFault.Pauses, FetchEnd.Paused, "it is paused in LM Studio (simulated)")]
    [InlineData(DownloadFault.Stalls, FetchEnd.Stalled, "no byte came for 300 ms: it is not waited for any more, and was not cancelled")]
    [InlineData(DownloadFault.Misdelivers, FetchEnd.NotAsMeant, "what came instead: demo-coder@q4_k_m (Q4_K_M, gguf)")]
    public async Task What_goes_wrong_with_one_costs_that_one(DownloadFault fault, FetchEnd end, string reason)
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { FaultyDownloads = [new(DownloadBench.Q8, fault)] });

        var ended = Assert.IsType<DownloadOutcome.Ended>(await bench.RunAsync(only: ["q8", "q6"]));

        Assert.Equal((end, FetchEnd.Fetched), (ended.Results[0].End, ended.Results[1].End));
        Assert.Contains(reason, ended.Results[0].Reason, StringComparison.Ordinal);
        Assert.True(ended.HasFailures);
    }

    [Fact]
    public async Task Too_little_room_for_all_refuses_with_the_sizes_and_begins_nothing()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { ModelDiskFreeBytes = 39_000_000_000 });

        var refused = Assert.IsType<DownloadOutcome.Refused>(await bench.RunAsync());

        Assert.Equal(
            "There is no room for all: q8 8.5 GB, q6 6.6 GB, q4 4.9 GB. Still to come: 20 GB, 20 GB are kept free, and the disk at /simulated/models has 39 GB free. Name fewer with --only, or delete what is measured (models delete).",
            Assert.Single(refused.Problems));
        Assert.Empty(bench.Seen.Of<DownloadEvent.Began>());
        Assert.False(Assert.IsType<DownloadOutcome.Ended>(await bench.RunAsync(only: "q8")).HasFailures);
    }

    [Fact]
    public async Task The_disk_is_looked_at_again_before_each_download()
    {
        // the plan does not know how large the first one is
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { ModelDiskFreeBytes = 34_000_000_000 });
        var plan = DownloadBench.Plan();
        plan = plan with { Variants = [.. plan.Variants.Select(variant => variant.Id == "q8" ? variant with { FileSize = null } : variant)] };

        var ended = Assert.IsType<DownloadOutcome.Ended>(await new PlanDownload(bench.Server, new ModelStore(null, bench.Address, TimeProvider.System), bench.Times, TimeProvider.System, bench.Seen).RunAsync(plan, new(), null, Cancel));

        Assert.Equal([FetchEnd.Fetched, FetchEnd.NoRoom, FetchEnd.Fetched], ended.Results.Select(result => result.End));
        Assert.Contains("it takes 6.6 GB more, 20 GB are kept free, and the disk at /simulated/models has 25.5 GB free", ended.Results[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_tells_how_full_the_disk_is_that_is_said()
    {
        await using var bench = await DownloadBench.StartAsync();

        await bench.RunAsync(only: "q4");

        Assert.StartsWith("How full the disk of the server's models is, is not known here", Assert.Single(bench.Seen.Of<DownloadEvent.Noticed>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_goes_on_there_and_is_found_again_not_begun_twice()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { DownloadBytesPerSecond = 2e8 });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        bench.Seen.Reaction = happened => { if (happened is DownloadEvent.Progressed) stop.Cancel(); };

        var stopped = Assert.IsType<DownloadOutcome.Ended>(await bench.RunAsync(stop.Token));
        bench.Seen.Reaction = null;
        var again = Assert.IsType<DownloadOutcome.Ended>(await bench.RunAsync());

        Assert.True(stopped.IsInterrupted);
        Assert.Equal(["q8 GoesOn", "q6 NotStarted", "q4 NotStarted"], stopped.Results.Select(result => $"{result.Variant.Id} {result.End}"));
        Assert.Contains("It goes on in LM Studio", stopped.Results[0].Reason, StringComparison.Ordinal);
        Assert.All(again.Results, result => Assert.True(result.IsThere));
        Assert.Single(bench.Seen.Of<DownloadEvent.Began>().Where(began => began.Variant.Id == "q8").Select(began => began.Download.JobId).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_download_begins_after_the_time_set_and_one_under_way_is_left_to_the_server()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { DownloadBytesPerSecond = 1e7 });

        var ended = Assert.IsType<DownloadOutcome.Ended>(await bench.RunAsync(until: TimeProvider.System.GetUtcNow().AddSeconds(1)));

        Assert.Equal([FetchEnd.GoesOn, FetchEnd.NotStarted, FetchEnd.NotStarted], ended.Results.Select(result => result.End));
        Assert.Single(bench.Seen.Of<DownloadEvent.Began>());
        Assert.False(ended.HasFailures);
    }

    [Fact]
    public async Task A_variant_without_a_source_is_told_and_the_others_are_fetched()
    {
        await using var bench = await DownloadBench.StartAsync();
        var plan = DownloadBench.Plan();
        plan = plan with { Variants = [plan.Variants[0], plan.Variants[1] with { Source = null }] };

        var ended = Assert.IsType<DownloadOutcome.Ended>(await new PlanDownload(bench.Server, new ModelStore(null, null, TimeProvider.System), bench.Times, TimeProvider.System, bench.Seen).RunAsync(plan, new(), null, Cancel));

        Assert.Equal(["q6 NoSource", "q4 Fetched"], ended.Results.Select(result => $"{result.Variant.Id} {result.End}"));
    }

    [Fact]
    public async Task Where_nothing_is_missing_nothing_is_asked_for()
    {
        await using var bench = await DownloadBench.StartAsync(new SimulatorOptions());

        Assert.Empty(Assert.IsType<DownloadOutcome.Ended>(await bench.RunAsync()).Results);
        Assert.Empty(bench.Seen.Of<DownloadEvent.Began>());
    }

    private static IEnumerable<string> Milestones(DownloadBench bench) => bench.Seen.Of<DownloadEvent>().Select(happened => happened switch
    {
        DownloadEvent.Began began => $"Began {began.Variant.Id}",
        DownloadEvent.Ended ended => $"Ended {ended.Result.Variant.Id}",
        _ => null,
    }).OfType<string>();
}
