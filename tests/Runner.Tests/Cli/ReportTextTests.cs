namespace LlmObs.Runner.Tests.Cli;

/// <summary>What a reader of a session's files is told.</summary>
public sealed class ReportTextTests : IClassFixture<MeasuredSession>, IDisposable
{
    private readonly CommandLine _llmobs = new();

    public ReportTextTests(MeasuredSession session) => session.CopyTo(_llmobs.Results);

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task What_did_not_complete_stands_early_and_is_explained()
    {
        var summary = await ReadAsync(Path.Combine(_llmobs.Session, "summary.md"));

        Assert.Contains("| Quant | Decode tok/s |  | TTFT ms | Not completed |", summary, StringComparison.Ordinal);
        Assert.Contains("Not completed: truncated, empty, failed, refused and unsent requests together.", summary, StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
}
