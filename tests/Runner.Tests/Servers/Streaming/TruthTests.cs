namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>The measured path against a server whose every write is known, both by one clock.</summary>
public sealed class TruthTests
{
    private const int Attempts = 4;

    /// <summary>A timeline's times are whole tenths of a microsecond.</summary>
    private const double Resolution = 0.001;

    [Theory]
    [InlineData(1, 3, 1.0, 0.5)]
    [InlineData(16, 1, 5.0, 1.0)]
    public async Task Figures_agree_with_what_was_written(int streams, int rounds, double mostMilliseconds, double mostPercent)
    {
        await using var truth = await TruthClient.StartAsync(streams);
        var tries = new List<(double FirstToken, double Decode)>();
        do
        {
            var errors = new List<TruthError>();
            for (var round = 1; round <= rounds; round++)
                errors.AddRange(await truth.MeasureAsync(streams, round + tries.Count * rounds));
            Report(streams, errors);
            Assert.All(errors, error => Assert.All(error.Delays, delay => Assert.True(delay > -Resolution, $"A token {-delay} ms before it was written.")));
            tries.Add((Quantile(errors.Select(error => error.FirstToken), 0.5), Quantile(errors.Select(error => error.Decode), 0.5)));
        }
        while (tries.Count < Attempts && !tries.Exists(IsGood));

        Assert.True(tries.Exists(IsGood), $"Medians of each try (ms, %): {string.Join(", ", tries)}");

        bool IsGood((double FirstToken, double Decode) median) => median.FirstToken <= mostMilliseconds && median.Decode <= mostPercent;
    }

    private static void Report(int streams, List<TruthError> errors)
    {
        var first = errors.Select(error => error.FirstToken).ToList();
        var decode = errors.Select(error => error.Decode).ToList();
        var delays = errors.SelectMany(error => error.Delays).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{streams} streams, n {errors.Count}: TTFT too long by p50 {Quantile(first, 0.5):0.000} ms, p95 {Quantile(first, 0.95):0.000} ms; "
            + $"event delay p50 {Quantile(delays, 0.5):0.000}, p95 {Quantile(delays, 0.95):0.000}, max {delays.Max():0.000} ms; "
            + $"decode rate off by p50 {Quantile(decode, 0.5):0.000} %, max {decode.Max():0.000} %");
    }

    /// <summary>The nearest rank.</summary>
    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}
