namespace LlmObs.Runner.Tests.Cli;

/// <summary>What is said of a session's folder that something happened to.</summary>
public sealed class BrokenSessionTests : IClassFixture<MeasuredSession>, IDisposable
{
    private readonly CommandLine _llmobs = new();

    public BrokenSessionTests(MeasuredSession session) => session.CopyTo(_llmobs.Results);

    public void Dispose() => _llmobs.Dispose();

    [Theory]
    [InlineData("gone", "requests.jsonl is no file")]
    [InlineData("folder", "requests.jsonl is no file")]
    [InlineData("empty", "requests.jsonl is empty")]
    public async Task Without_a_journal_the_reports_stay_as_they_are(string what, string expected)
    {
        var (journal, summary) = (File("requests.jsonl"), await ReadAsync("summary.md"));
        System.IO.File.Delete(journal);
        if (what == "folder")
            Directory.CreateDirectory(journal);
        if (what == "empty")
            await System.IO.File.WriteAllTextAsync(journal, "", TestContext.Current.CancellationToken);

        var told = await _llmobs.RunAsync("report", _llmobs.Session);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains(expected, told.Error, StringComparison.Ordinal);
        Assert.Equal(summary, await ReadAsync("summary.md"));
    }

    [Theory]
    [InlineData("session.json", "", "session.json is empty: restore it or start a new session.")]
    [InlineData("session.json", "{\n\"schemaVersion\": 1,\n!", "session.json is broken at line 3: restore it or start a new session.")]
    [InlineData("session.json", "[]", "session.json holds no JSON object: restore it or start a new session.")]
    [InlineData("session.json", "{ \"schemaVersion\": 1 }", "session.json is not as LlmObs wrote it: restore it or start a new session.")]
    [InlineData("session.json", "{ \"schemaVersion\": 1, \"schemaVersion\": 1 }", "session.json is broken: restore it")]
    [InlineData("plan.json", " ", "plan.json is empty: restore it or start a new session.")]
    [InlineData("plan.json", "{ \"name\": 5 }", "plan.json is not as LlmObs wrote it, at $.name: restore it or start a new session.")]
    [InlineData("requests.jsonl", "{}\n{\n", "requests.jsonl is broken at line 1: restore it or take that line away.")]
    [InlineData("requests.jsonl", "null\n", "requests.jsonl is broken at line 1: restore it or take that line away.")]
    public async Task A_broken_file_is_told_by_its_place_and_before_a_server_is_looked_for(string name, string text, string expected)
    {
        await System.IO.File.WriteAllTextAsync(File(name), text, TestContext.Current.CancellationToken);

        foreach (var told in new[] { await _llmobs.RunAsync("report", _llmobs.Session), await _llmobs.RunAsync("run", "--resume", _llmobs.Session, "--server", "http://127.0.0.1:9") })
        {
            Assert.Equal(2, told.ExitCode);
            Assert.Contains(expected, Assert.Single(told.ErrorLines), StringComparison.Ordinal);
            Assert.DoesNotContain("System.", told.Error, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData("run --resume"), InlineData("report")]
    public async Task A_folder_that_does_not_exist_is_told(string line)
    {
        var told = await _llmobs.RunAsync([.. line.Split(' '), $"{_llmobs.Session}-2"]);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains($"There is no folder {_llmobs.Session}-2.", told.Error, StringComparison.Ordinal);
    }

    private string File(string name) => Path.Combine(_llmobs.Session, name);

    private Task<string> ReadAsync(string name) => System.IO.File.ReadAllTextAsync(File(name), TestContext.Current.CancellationToken);
}
