using System.Text.Json;

namespace LlmObs.Runner.Tests.Cli;

/// <summary><c>llmobs import</c> on files that were made up.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private const string Whole = """
        {
          "timestamp": "2026-02-05T15:26:20.945458", "api_base": "http://localhost:1234/v1", "model": "alpha",
          "summary": { "avg_tps": 20.0, "max_tps": 25.0, "min_tps": 10.0, "total_tokens": 600, "total_time": 30.0 },
          "results": [
            { "test_name": "short", "prompt": "请用一句话解释量子计算", "max_tokens": 100, "completion_tokens": 100, "total_time": 10.0, "tps": 10.0, "content": "x", "success": true },
            { "test_name": "medium", "prompt": "other", "max_tokens": 500, "completion_tokens": 500, "total_time": 20.0, "tps": 25.0, "content": "y", "success": true }
          ]
        }
        """;

    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task A_file_becomes_a_result_and_a_report_with_what_is_wrong_with_it()
    {
        var told = await ImportAsync(_llmobs.Write("old.json", Whole));

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("old.json: alpha, 2 requests,", told.Output, StringComparison.Ordinal);
        Assert.Contains("  serious, rate-over-total-time: ", told.Output, StringComparison.Ordinal);
        var result = JsonElement.Parse(await ReadAsync("old.imported.json"));
        Assert.Equal("lmstudio-benchmark", result.GetProperty("imported").GetProperty("format").GetString());
        Assert.Equal("short", result.GetProperty("cases")[0].GetProperty("case").GetString());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("machine").GetProperty("processor").ValueKind);
        Assert.Contains("- **serious**, unverified-model: ", await ReadAsync("old.imported.md"), StringComparison.Ordinal);
        Assert.Contains("[old.json](old.imported.md)", await ReadAsync("summary.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_files_are_written_the_same_each_time()
    {
        var file = _llmobs.Write("old.json", Whole);
        await ImportAsync(file);
        var first = await AllAsync();

        await ImportAsync(file);

        Assert.Equal(first, await AllAsync());
    }

    [Fact]
    public async Task Report_rebuilds_them_from_what_was_imported_without_the_first_files()
    {
        var file = _llmobs.Write("old.json", Whole);
        await ImportAsync(file);
        var first = await AllAsync();
        File.Delete(file);
        File.Delete(Path.Combine(_llmobs.Results, "summary.md"));
        File.Delete(Path.Combine(_llmobs.Results, "old.imported.md"));

        var told = await _llmobs.RunAsync("report", _llmobs.Results);

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Equal(first, await AllAsync());
        Assert.Contains($"Rebuilt from the imported results: {Path.Combine(_llmobs.Results, "summary.md")}", told.OutputLines);
    }

    [Fact]
    public async Task Of_one_that_is_broken_report_says_which_and_changes_nothing()
    {
        await ImportAsync(_llmobs.Write("old.json", Whole));
        var broken = Path.Combine(_llmobs.Results, "old.imported.json");
        await File.WriteAllTextAsync(broken, "{", TestContext.Current.CancellationToken);

        var told = await _llmobs.RunAsync("report", _llmobs.Results);

        Assert.Equal(2, told.ExitCode);
        Assert.StartsWith($"llmobs: {broken} cannot be read: ", Assert.Single(told.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_are_told_and_of_what_the_file_does_not_know_nothing_is_claimed()
    {
        var told = await ImportAsync(_llmobs.Write("old.json", Whole));

        Assert.Contains("  warning, too-few-loads: How many loads stand behind the speed the file does not say", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("loads the first request was cold", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_with_any_file_is_told_and_nothing_is_written()
    {
        var (good, broken, foreign) = (_llmobs.Write("good.json", Whole), _llmobs.Write("broken.json", Whole[..^20]), _llmobs.Write("foreign.json", """{"a":1}"""));

        var told = await ImportAsync(good, broken, foreign, Path.Combine(_llmobs.Folder, "nowhere.json"), _llmobs.Folder);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains($"llmobs: {broken}: it is no whole JSON", told.Error, StringComparison.Ordinal);
        Assert.Contains($"llmobs: {foreign}: its format is not known: it has a.", told.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere.json: there is no such file.", told.Error, StringComparison.Ordinal);
        Assert.Contains($"llmobs: {_llmobs.Folder}: it is a folder: name the files in it.", told.Error, StringComparison.Ordinal);
        Assert.Equal("llmobs: Nothing was written.", told.ErrorLines[^1]);
        Assert.False(Directory.Exists(_llmobs.Results));
    }

    [Fact]
    public async Task Two_files_of_one_name_are_refused()
    {
        Directory.CreateDirectory(Path.Combine(_llmobs.Folder, "b"));

        var told = await ImportAsync(_llmobs.Write("old.json", Whole), _llmobs.Write(Path.Combine("b", "old.json"), Whole));

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("would be written to one name. Import them into two folders, with --output.", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told()
    {
        var told = await _llmobs.RunAsync("import", _llmobs.Write("old.json", Whole), "--output", _llmobs.Write("a-file", ""));

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("a-file cannot be written: ", Assert.Single(told.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_it_says_what_is_missing()
    {
        var told = await _llmobs.RunAsync("import");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("FILE is missing. A result file of lmstudio-benchmark or mlx-benchmark; several may be named.", told.Error, StringComparison.Ordinal);
    }

    private Task<Told> ImportAsync(params string[] files) => _llmobs.RunAsync(["import", .. files, "--output", _llmobs.Results]);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(_llmobs.Results, name), TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<string>> AllAsync() => await Task.WhenAll(Directory.GetFiles(_llmobs.Results).Order(StringComparer.Ordinal).Select(file => File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)));
}
