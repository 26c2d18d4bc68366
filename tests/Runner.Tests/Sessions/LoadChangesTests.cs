using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class LoadChangesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_runtime_and_a_file_that_changed_between_blocks_are_told_at_once_and_kept()
    {
        await using var bench = await SessionBench.StartAsync();
        var looks = 0;
        var server = new DisturbedServer(bench.Server)
        {
            Facts = _ => ++looks == 1
                ? new LoadFacts { Runtime = "llama.cpp-mac 2.3.0", ModifiedAt = new DateTimeOffset(2026, 2, 4, 0, 0, 0, TimeSpan.Zero) }
                : new LoadFacts { Runtime = "llama.cpp-mac 2.3.1", ModifiedAt = new DateTimeOffset(2026, 2, 5, 0, 0, 0, TimeSpan.Zero) },
        };

        await bench.RunAsync(server, bench.Request(SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Blocks = 2 })), Cancel);

        string[] expected = ["the runtime was llama.cpp-mac 2.3.0 before and llama.cpp-mac 2.3.1 now", "its file was last written at 2026-02-04 00:00:00Z before and 2026-02-05 00:00:00Z now"];
        Assert.All(expected, words => Assert.Contains($"q8: {words}. Figures before and after are not one sample.", bench.Seen.Notices, StringComparer.Ordinal));
        var result = Assert.Single(SessionReports.Rebuild(bench.Session));
        Assert.Empty(result.Loads[0].Changes);
        Assert.Equal(expected, result.Loads[1].Changes, StringComparer.Ordinal);
        Assert.Contains("Not one sample: the runtime changed while this was measured (llama.cpp-mac 2.3.0, llama.cpp-mac 2.3.1).", Reports.ReadingNotes.Of([result])[^1], StringComparison.Ordinal);
    }
}
