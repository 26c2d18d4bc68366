using System.Text.Json.Nodes;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Cli;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Results;

public sealed class SessionFolderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_half_written_last_line_is_moved_aside_with_a_message_and_its_request_measured_again()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        var journal = Path.Combine(bench.Session, "requests.jsonl");
        var lines = await File.ReadAllLinesAsync(journal, Cancel);
        var half = lines[1][..(lines[1].Length / 2)];
        await File.WriteAllTextAsync(journal, $"{lines[0]}\n{half}", Cancel);

        var outcome = await bench.ResumeAsync();

        Assert.Equal(SessionEnd.Completed, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        Assert.Single(bench.Entries().OfType<JournalEntry.Request>());
        Assert.Equal(half, await File.ReadAllTextAsync($"{journal}.partial", Cancel));
        Assert.Contains(bench.Seen.Notices, notice => notice.StartsWith("The last line of requests.jsonl was half written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_run_in_the_same_folder_is_refused()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        using var first = SessionFolder.Open(bench.Session);

        var second = await bench.ResumeAsync();

        Assert.Contains("Another run is writing to", Assert.Single(Assert.IsType<SessionOutcome.Refused>(second).Problems), StringComparison.Ordinal);
    }

    [Theory, InlineData("run --json --resume"), InlineData("report")]
    public async Task Results_of_a_newer_program_are_refused_untouched(string line)
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8));
        var path = Path.Combine(bench.Session, "session.json");
        var header = JsonNode.Parse(await File.ReadAllTextAsync(path, Cancel))!;
        header["schemaVersion"] = 99;
        await File.WriteAllTextAsync(path, header.ToJsonString(), Cancel);
        var summary = Path.Combine(bench.Session, "summary.md");
        File.Delete(summary);
        using var llmobs = new CommandLine();

        var told = await llmobs.RunAsync([.. line.Split(' '), bench.Session]);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("schema version 99; this program knows 1. Update LlmObs", told.Error, StringComparison.Ordinal);
        Assert.Empty(told.Output);
        Assert.False(File.Exists(summary));
    }
}
