namespace LlmObs.Telemetry;

/// <summary>
/// Where histograms cut. The GenAI conventions' advice ends at 81.92 s, too short for the prefill of a long prompt on one's own machine;
/// explicit bounds, because the Prometheus exporter drops exponential ones.
/// </summary>
internal static class Buckets
{
    public static IReadOnlyList<double> FirstTokenSeconds { get; } =
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560];

    public static IReadOnlyList<double> TokensPerSecond { get; } =
        [1, 2, 3, 5, 7.5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 400, 600];

    /// <summary>One over <see cref="TokensPerSecond"/>.</summary>
    public static IReadOnlyList<double> PerTokenSeconds { get; } =
        [0.0015, 0.0025, 0.0035, 0.005, 0.0065, 0.008, 0.01, 0.0135, 0.0165, 0.02, 0.025, 0.035, 0.04, 0.05, 0.065, 0.1, 0.135, 0.2, 0.35, 0.5, 1];

    public static IReadOnlyList<double> LoadSeconds { get; } = [0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 3600];
}
