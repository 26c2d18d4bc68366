namespace LlmObs.Runner.Tests.Cli;

/// <summary>What a reader of a session's files is told.</summary>
public sealed class ReportTextTests : IClassFixture<MeasuredSession>, IDisposable
{
    private readonly CommandLine _llmobs = new();

    public ReportTextTests(MeasuredSession session) => session.CopyTo(_llmobs.Results);

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task The_uncertainty_of_a_count_is_explained_where_it_is_shown()
    {
        var report = await ReadAsync(Directory.GetFiles(_llmobs.Session, "demo-coder*.md").Single());

        Assert.Matches(@"\(count ±[0-9.]+ %", report);
        Assert.Contains("(count ±…): a server may count the end token or leave one out", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_did_not_complete_stands_early_and_is_explained()
    {
        var summary = await ReadAsync(Path.Combine(_llmobs.Session, "summary.md"));

        Assert.Contains("| Quant | Decode tok/s |  | TTFT ms | Not completed |", summary, StringComparison.Ordinal);
        Assert.Contains("Not completed: truncated, empty, failed and refused requests together.", summary, StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
}
