using LlmObs.Calibrations;

namespace LlmObs.Runner.Calibrations;

/// <summary>What the instrument is held against, the easy first. A large model speaks every 20 ms; 1 ms is faster than any on one machine.</summary>
internal static class CalibrationLoads
{
    private const double LargeModel = 0.020;
    private const double Fast = 0.001;

    public static IReadOnlyList<CalibrationLoad> All { get; } =
    [
        new(1, LargeModel, 50) { Requests = 25 },
        new(16, LargeModel, 150) { Requests = 2 },
        .. new[] { 64, 256 }.Select(streams => new CalibrationLoad(streams, LargeModel, 150)),
        new(1000, LargeModel, 400),
        .. new[] { 16, 64, 256 }.Select(streams => new CalibrationLoad(streams, LargeModel, 100) { Requests = 2, Together = true }),
        .. new[] { 1, 16, 64, 256 }.Select(streams => new CalibrationLoad(streams, Fast, 2000)),
        new(1, 0, 20_000),
        new(16, 0, 20_000),
    ];

    /// <summary>Two minutes are too long for a look whether it works at all.</summary>
    public static IReadOnlyList<CalibrationLoad> Short { get; } = [new(1, LargeModel, 60), new(16, LargeModel, 60), new(1, 0, 2000)];

    /// <summary>What runs while journal and telemetry are at work, over and over: some streams begin while others speak.</summary>
    public static CalibrationLoad Observed { get; } = new(16, LargeModel, 40) { Requests = 4 };

    /// <summary>What is loaded for them in the Simulator.</summary>
    public static string Model(CalibrationLoad load) => load.GapSeconds switch { 0 => "yardstick@0", Fast => "yardstick@1ms", _ => "yardstick@20ms" };
}
