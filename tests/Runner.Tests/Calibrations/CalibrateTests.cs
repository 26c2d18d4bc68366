using LlmObs.Calibrations;
using LlmObs.Runner.Calibrations;
using LlmObs.Runner.Results;
using LlmObs.Runner.Tests.Cli;

namespace LlmObs.Runner.Tests.Calibrations;

/// <summary>That a calibration is made and kept; how good its figures are depends on what else the machine does.</summary>
[Collection(nameof(Alone))]
public sealed class CalibrateTests : IDisposable
{
    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task A_short_one_measures_whole_streams_against_a_Simulator_in_another_process_and_keeps_nothing()
    {
        var told = await _llmobs.RunAsync("calibrate", "--short", "--json");

        Assert.True(told.ExitCode == 0, told.ToString());
        var rows = Assert.Single(told.Json).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal([1, 16, 1], rows.Select(row => row.GetProperty("completed").GetInt32()));
        Assert.All(rows, row => Assert.Equal(0, row.GetProperty("failed").GetInt32()));
        Assert.InRange(rows[0].GetProperty("timeToFirstTokenError").GetProperty("p50").GetDouble(), 0, 0.1);
        Assert.InRange(rows[0].GetProperty("decodeError").GetProperty("max").GetDouble(), -0.1, 0.1);
        Assert.InRange(rows[0].GetProperty("chunksPerSecond").GetDouble(), 25, 75);
        Assert.InRange(told.Json[0].GetProperty("allocatedBytesPerChunk").GetDouble(), 0, 1000);
        Assert.False(File.Exists(_llmobs.Calibration.Path));
    }

    [Fact]
    public async Task Its_page_holds_accuracy_cost_and_whether_journal_and_telemetry_change_what_is_measured()
    {
        var page = Path.Combine(_llmobs.Folder, "accuracy.md");
        var told = await _llmobs.RunAsync("calibrate", "--short", "--report", page);

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.DoesNotContain("Telemetry cannot be sent", told.ToString(), StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains(lines, line => line.StartsWith("| 16 | 20 | 16 | 0 |", StringComparison.Ordinal));
        Assert.All(["journal", "telemetry", "journal and telemetry"], observer =>
            Assert.Contains(lines, line => line.StartsWith($"| {observer} | 2 | ", StringComparison.Ordinal) && line.Contains(" ± ", StringComparison.Ordinal) && !line.Contains("n/a", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_page_that_cannot_be_written_is_told()
    {
        var told = await _llmobs.RunAsync("calibrate", "--short", "--report", Path.Combine(_llmobs.Write("file", ""), "accuracy.md"));

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("--report: ", told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_names_the_error_of_the_last_calibration_of_this_machine_and_version()
    {
        Keep(clientVersion: Runner.Sessions.SessionPreparation.ClientVersion);
        await RunAsync();
        Assert.Equal(0.0004, SessionContent.Read(_llmobs.Session).Header.Instrument!.DecodeShare);
        Assert.Contains("a decode speed is right within 0.040 %", await File.ReadAllTextAsync(Path.Combine(_llmobs.Session, "summary.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_another_version_is_not_this_ones()
    {
        Keep(clientVersion: "0.0.1");
        await RunAsync();
        Assert.Null(SessionContent.Read(_llmobs.Session).Header.Instrument);
    }

    [Fact]
    public void A_broken_file_is_as_good_as_none()
    {
        var file = new CalibrationFile(_llmobs.Write("calibration.json", "{ nothing"));

        Assert.Null(file.Read());
    }

    private Task<Told> RunAsync() => _llmobs.RunAsync("run", "--server", "simulator", "--model", "demo-coder@q8_0", "--requests", "1", "--warmup", "0", "--max-tokens", "40");

    private void Keep(string clientVersion) => _llmobs.Calibration.Write(new Calibration
    {
        SchemaVersion = Calibration.CurrentSchemaVersion,
        At = DateTimeOffset.UnixEpoch,
        ClientVersion = clientVersion,
        Machine = Runner.Sessions.ThisMachine.Read(TimeProvider.System),
        Rows =
        [
            new CalibrationRow
            {
                Load = new CalibrationLoad(1, 0.02, 150),
                Completed = 1,
                Failed = 0,
                TimeToFirstTokenError = LlmObs.Statistics.Distribution.Of([0.0002]),
                DecodeError = LlmObs.Statistics.Distribution.Of([-0.0004, 0.0001]),
            },
        ],
    });
}
