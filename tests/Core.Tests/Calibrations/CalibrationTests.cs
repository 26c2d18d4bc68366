using LlmObs.Calibrations;
using LlmObs.Hardware;
using LlmObs.Statistics;

namespace LlmObs.Tests.Calibrations;

public sealed class CalibrationTests
{
    private static readonly Machine Mine = new() { OperatingSystem = "Linux 6", Architecture = "X64", Processor = "A", LogicalProcessors = 2, ClockResolutionSeconds = 1e-9 };

    [Fact]
    public void The_rate_within_one_percent_is_the_highest_that_was_measured_well_and_whole()
    {
        var calibration = Of(Row(1, 0.001, 0.002), Row(16, 0.001, -0.009), Row(64, 0.001, 0.02), Row(256, 0.001, 0.001) with { Failed = 1 });

        Assert.Equal(16_000, calibration.RateWithinOnePercent);
        Assert.Null(Of(Row(1, 0.02, 0.5)).RateWithinOnePercent);
    }

    [Fact]
    public void A_results_own_error_is_that_of_as_many_streams_or_the_next_more_that_began_together_at_the_pace_of_a_large_model()
    {
        var calibration = Of(Row(1, 0.02, 0.001), Row(16, 0.02, 0.0001), Together(16, -0.003), Row(16, 0.001, 0.08), Together(64, 0.005), Row(256, 0.02, 0.009));

        Assert.Equal((1, 0.001), Known(InstrumentError.Of(calibration, 1)));
        Assert.Equal((16, 0.003), Known(InstrumentError.Of(calibration, 2)));
        Assert.Null(InstrumentError.Of(calibration, 65));
    }

    [Fact]
    public void It_says_nothing_of_another_machine_or_version()
    {
        var calibration = Of(Row(1, 0.02, 0.001));

        Assert.True(calibration.IsOf(Mine, "1.0.0"));
        Assert.False(calibration.IsOf(Mine, "1.0.1"));
        Assert.False(calibration.IsOf(Mine with { Processor = "B" }, "1.0.0"));
    }

    private static (int, double) Known(InstrumentError? error) => (error!.Streams, error.DecodeShare);

    private static Calibration Of(params CalibrationRow[] rows) => new() { SchemaVersion = 1, At = DateTimeOffset.UnixEpoch, ClientVersion = "1.0.0", Machine = Mine, Rows = rows };

    private static CalibrationRow Together(int streams, double decodeError)
    {
        var row = Row(streams, 0.02, decodeError);
        return row with { Load = row.Load with { Together = true } };
    }

    private static CalibrationRow Row(int streams, double gap, double decodeError) => new()
    {
        Load = new CalibrationLoad(streams, gap, 100),
        Completed = streams,
        Failed = 0,
        TimeToFirstTokenError = Distribution.Of([0.0001]),
        DecodeError = Distribution.Of([0, decodeError]),
    };
}
