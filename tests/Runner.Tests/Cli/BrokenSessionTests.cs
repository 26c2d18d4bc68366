namespace LlmObs.Runner.Tests.Cli;

/// <summary>What is said of a session's folder that something happened to.</summary>
public sealed class BrokenSessionTests : IAsyncLifetime
{
    private readonly CommandLine _llmobs = new();

    public async ValueTask InitializeAsync()
    {
        var told = await _llmobs.RunAsync("run", "--quiet", "--server", "simulator", "--model", "demo-coder@q8_0", "--requests", "1", "--warmup", "0");
        Assert.True(told.ExitCode == 0, told.ToString());
    }

    public ValueTask DisposeAsync()
    {
        _llmobs.Dispose();
        return ValueTask.CompletedTask;
    }

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

    private string File(string name) => Path.Combine(_llmobs.Session, name);

    private Task<string> ReadAsync(string name) => System.IO.File.ReadAllTextAsync(File(name), TestContext.Current.CancellationToken);
}
