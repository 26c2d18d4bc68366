using LlmObs.Imports;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Tests.Imports;

/// <summary>What the four files say, and what is wrong with believing them: found from their data, by no name.</summary>
public sealed class OldFilesTests
{
    private const string Warm = "lmstudio-benchmark-20260205-152620.json";
    private const string Cold = "lmstudio-benchmark-20260205-153547.json";
    private const string ColdAndSlow = "lmstudio-benchmark-20260206-000334.json";
    private const string Mlx = "mlx-minimax-m2-1-8bit-20260202-184426.json";

    [Theory]
    [InlineData(Warm, "rate-over-total-time fixed-cost-read-as-slowness unverified-model thinking-ended-the-budget ttft-not-measured truncated-answer too-few-loads")]
    [InlineData(Cold, "rate-over-total-time cold-requests-averaged fixed-cost-read-as-slowness unverified-model thinking-ended-the-budget ttft-not-measured truncated-answer too-few-loads")]
    [InlineData(ColdAndSlow, "rate-over-total-time cold-requests-averaged fixed-cost-read-as-slowness unverified-model thinking-ended-the-budget ttft-not-measured truncated-answer too-few-loads")]
    [InlineData(Mlx, "cold-requests-averaged thinking-ended-the-budget load-time-includes-download unverified-model truncated-answer too-few-loads")]
    public void Each_file_has_its_findings(string file, string codes) => Assert.Equal(codes.Split(' '), OldFiles.Read(file).Findings.Select(finding => finding.Rule));

    /// <summary>45.3 s for 99 tokens; the line through the other four says 7.0.</summary>
    [Fact]
    public void The_cold_first_request_is_named_with_its_figures()
    {
        var finding = Found(ColdAndSlow, "cold-requests-averaged");

        Assert.Equal(new Sighting("results[0]", "45.28 s for 99 tokens; the warm ones say 7.03 s; the average is 22.5 tok/s with it and 27.6 without"), Assert.Single(finding.Seen));
    }

    /// <summary>By least squares through the four warm requests, worked out apart from this program.</summary>
    [Theory]
    [InlineData(Warm, "A fixed cost of 1.1 s", "at 47.3 tok/s", "the average says 40.3")]
    [InlineData(Cold, "A fixed cost of 1.2 s", "at 49.6 tok/s", "the average says 37.4")]
    [InlineData(ColdAndSlow, "A fixed cost of 4.1 s", "at 34.2 tok/s", "the average says 22.5")]
    public void The_fixed_cost_is_told_apart_from_the_rate(string file, params string[] words)
    {
        var sentence = Found(file, "fixed-cost-read-as-slowness").Sentence;

        Assert.All(words, word => Assert.Contains(word, sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Warm, "results[0] results[1] results[3] results[4]")]
    [InlineData(Cold, "results[3] results[4]")]
    [InlineData(ColdAndSlow, "results[0] results[1] results[3]")]
    [InlineData(Mlx, "tests[0] tests[1] tests[3] tests[4]")]
    public void The_answers_that_ended_in_thinking_are_named(string file, string requests) =>
        Assert.Equal(requests.Split(' '), Found(file, "thinking-ended-the-budget").Seen.Select(one => one.Where));

    [Fact]
    public void A_load_time_of_hours_is_no_load_time()
    {
        var finding = Found(Mlx, "load-time-includes-download");

        Assert.Contains("13721 s (3.8 h)", finding.Sentence, StringComparison.Ordinal);
        Assert.Contains("252.2 GB: 18.4 MB/s", finding.Seen[0].What, StringComparison.Ordinal);
        Assert.Null(OldFiles.Read(Mlx).Loads[0].LoadSeconds);
        Assert.Equal(13721.11, OldFiles.Read(Mlx).Loads[0].ReportedLoadSeconds);
    }

    [Fact]
    public void A_quantization_is_known_only_where_the_name_has_it_and_is_not_verified_by_that()
    {
        Assert.Null(OldFiles.Read(Warm).Variant.Quantization);
        Assert.Equal(FindingSeverity.Serious, Found(Warm, "unverified-model").Severity);
        Assert.Equal(("8bit", ModelFormat.Mlx), (OldFiles.Read(Mlx).Variant.Quantization, OldFiles.Read(Mlx).Variant.Format!.Value));
        Assert.Equal(FindingSeverity.Warning, Found(Mlx, "unverified-model").Severity);
    }

    [Theory, InlineData(Warm), InlineData(Cold), InlineData(ColdAndSlow), InlineData(Mlx)]
    public void Cases_are_matched_by_the_text_of_their_prompts_whatever_they_are_called(string file) => Assert.Equal(
        [("short", PromptMatch.Same), ("medium", PromptMatch.Nearly), ("long", PromptMatch.Nearly), (null, PromptMatch.None), (null, PromptMatch.None)],
        OldFiles.Read(file).Cases.Select(one => (one.Case, one.Match)));

    [Theory, InlineData(Warm), InlineData(Cold), InlineData(ColdAndSlow), InlineData(Mlx)]
    public void Every_member_of_the_file_is_read(string file) => Assert.Empty(OldFiles.Read(file).Imported.NotRead);

    [Fact]
    public void What_the_file_says_is_kept_and_what_it_does_not_say_is_null()
    {
        var result = OldFiles.Read(ColdAndSlow);

        Assert.Equal((5, 49, 1999, 2000, 62.61102604866028, 31.927283837297434), (result.Requests.Count, result.Requests[2].PromptTokens, result.Requests[2].OutputTokens, result.Requests[2].MaxTokens, result.Requests[2].DurationSeconds, result.Requests[2].ReportedTokensPerSecond));
        Assert.Equal((22.529237264017716, 3495, 161.14647316932678), (result.Claims.MeanTokensPerSecond, result.Claims.TotalTokens, result.Claims.TotalSeconds));
        Assert.Equal(new DateTime(2026, 2, 6, 0, 3, 34, DateTimeKind.Unspecified), result.StartedAt!.Value, TimeSpan.FromSeconds(1));
        Assert.Equal((null, null, null, null, null), (result.Claims.LoadSeconds, result.Claims.PeakMemoryGb, result.Machine.Processor, result.Settings.SpeedSampling, result.Requests[2].ReportedTimeToFirstTokenSeconds));
        Assert.Empty(result.Loads);
        Assert.Null(result.Cases[2].Of(Metrics.DecodeSpeed));
        Assert.Null(result.Cases[2].Of(Metrics.TimeToFirstToken));
    }

    [Fact]
    public void The_machine_and_its_memory_are_kept_where_they_stand()
    {
        var result = OldFiles.Read(Mlx);

        Assert.Equal(("Apple M3 Ultra", 512L << 30, "macOS 26.2", 0.7), (result.Machine.Processor, result.Machine.MemoryBytes!.Value, result.Machine.OperatingSystem, result.Settings.SpeedSampling!.Temperature!.Value));
        Assert.Equal((252.19, 230.88, 0.095), (result.Claims.PeakMemoryGb, result.Claims.MeanMemoryGb, result.Claims.MeanTimeToFirstTokenSeconds));
    }

    private static Finding Found(string file, string code) => OldFiles.Read(file).Findings.Single(finding => finding.Rule == code);
}
