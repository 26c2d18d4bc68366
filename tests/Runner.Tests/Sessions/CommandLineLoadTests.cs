using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Servers.Dialects;
using static LlmObs.Runner.Tests.Servers.Dialects.FakeLmStudio;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>Whole sessions on a fake LM Studio whose command line is a shell script.</summary>
public sealed class CommandLineLoadTests
{
    private const string Answer = "data: {\"id\":\"x\",\"model\":\"minimax-m2.1@q6_k\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n"
        + "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Plan Plan { get; } = SessionPlans.Of(new Variant { Id = "q6", Model = "demo", Quantization = "Q6_K", Format = ModelFormat.Gguf, Match = new MatchRule { Names = [MiniMax] } })
        .With(settings => settings with { ParallelSlots = 8, ContextTokens = 8192 });

    [Fact]
    public async Task A_plan_with_parallel_slots_is_measured_with_as_many_and_tells_progress_and_runtime()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var fake = (await StartAsync(Cancel)).Says("POST /v1/chat/completions", new FakeAnswer(Answer) { ContentType = "text/event-stream" });
        using var lms = new FakeLms(fake.Address, MiniMax);
        LmStudioSlotsTests.ListsWhenLoaded(fake, lms, slots: 8);
        fake.Says("POST /api/v1/models/unload", _ =>
        {
            File.Delete(Path.Combine(lms.Home, "loaded"));
            return """{"instance_id":"x"}""";
        });
        await using var server = await lms.ConnectAsync(fake, Cancel);

        var outcome = await bench.RunAsync(server, bench.Request(Plan), Cancel);

        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        var load = Assert.Single(Assert.Single(SessionReports.Rebuild(bench.Session)).Loads);
        Assert.Equal((8, 8192, "llama.cpp-mac 2.3.1", 2.5), (load.ParallelSlots, load.ContextTokens, load.Runtime, load.ReportedLoadSeconds));
        Assert.Equal(LoadCall.CommandLine, load.Call);
        Assert.InRange(load.ProgramSeconds!.Value, 0.0001, 20);
        Assert.Contains("by program", await File.ReadAllTextAsync(Path.Combine(bench.Session, "summary.md"), Cancel), StringComparison.Ordinal);
        Assert.Equal(1, bench.Seen.Of<SessionEvent.LoadProgressed>()[^1].Share);
        Assert.False(lms.HasLoaded);
        Assert.DoesNotContain(fake.Requests, request => request.Question == "POST /api/v0/chat/completions");
    }

    [Fact]
    public async Task The_programs_search_for_the_model_is_no_part_of_the_load_time()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var fake = (await StartAsync(Cancel)).Says("POST /v1/chat/completions", new FakeAnswer(Answer) { ContentType = "text/event-stream" });
        using var lms = new FakeLms(fake.Address, MiniMax, listing: "sleep 3");
        LmStudioSlotsTests.ListsWhenLoaded(fake, lms, slots: 8);
        await using var server = await lms.ConnectAsync(fake, Cancel);

        await bench.RunAsync(server, bench.Request(Plan), Cancel);

        var load = Assert.Single(bench.Entries().OfType<JournalEntry.Load>());
        Assert.InRange(load.LoadTime!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(2.9));
        Assert.InRange(load.ProgramTime!.Value, TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_program_that_waits_for_an_answer_until_the_plans_limit_is_no_lack_of_memory()
    {
        await using var bench = await SessionBench.StartAsync();
        await using var fake = await StartAsync(Cancel);
        using var lms = new FakeLms(fake.Address, MiniMax, "printf '! Multiple models match the provided model key. Please select one.' >&2; sleep 600");
        await using var server = await lms.ConnectAsync(fake, Cancel);

        await bench.RunAsync(server, bench.Request(Plan.With(settings => settings with { Limits = new Limits { Load = TimeSpan.FromSeconds(3) } })), Cancel);

        var load = Assert.Single(bench.Entries().OfType<JournalEntry.Load>());
        Assert.Equal(LoadFailureCause.WaitsForInput, load.FailureCause);
        Assert.Equal("Not loaded after 3 s, the plan's limit. Its last words: ! Multiple models match the provided model key. Please select one.", load.Failure);
        var report = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(bench.Session, "demo-q6-*.md")), Cancel);
        Assert.Contains("the loading program waited for an answer to its question: Not loaded after 3 s", report, StringComparison.Ordinal);
    }
}
