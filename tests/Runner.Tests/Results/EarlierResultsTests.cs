using System.Text.Json;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Tests.Telemetry;

namespace LlmObs.Runner.Tests.Results;

public sealed class EarlierResultsTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("llmobs-earlier-").FullName;
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public void Results_are_read_back_as_they_were_written()
    {
        var written = Finished.Result("v", 1, false, 46, 47);
        Write("s1", "v.json", JsonSerializer.Serialize(written, ResultJson.Document));

        var read = Assert.Single(Read());

        Assert.Equal(JsonSerializer.Serialize(written, ResultJson.Document), JsonSerializer.Serialize(read, ResultJson.Document));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_broken_file_and_one_of_a_newer_program_cost_only_themselves()
    {
        Write("s1", "good.json", JsonSerializer.Serialize(Finished.Result("v", 1, false, 46), ResultJson.Document));
        Write("s1", "broken.json", "{");
        Write("s2", "newer.json", JsonSerializer.Serialize(Finished.Result("v", 1, false, 46) with { SchemaVersion = 99 }, ResultJson.Document));

        Assert.Single(Read());
        Assert.Contains(_warnings, warning => warning.Contains("broken.json", StringComparison.Ordinal) && warning.Contains("llmobs report", StringComparison.Ordinal));
        Assert.Contains(_warnings, warning => warning.Contains("newer LlmObs (schema version 99)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_nothing() => Assert.Empty(EarlierResults.Read(Path.Combine(_results, "none"), _warnings.Add));

    private List<VariantResult> Read() => [.. EarlierResults.Read(_results, _warnings.Add)];

    private void Write(string session, string file, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_results, session)).FullName;
        File.WriteAllText(Path.Combine(folder, "session.json"), "{}");
        File.WriteAllText(Path.Combine(folder, file), text);
    }
}
