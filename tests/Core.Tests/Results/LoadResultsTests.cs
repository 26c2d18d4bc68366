using LlmObs.Conditions;
using LlmObs.Reports;
using LlmObs.Tests.Reports;
using static LlmObs.Tests.Results.SessionEntries;

namespace LlmObs.Tests.Results;

public sealed class LoadResultsTests
{
    [Fact]
    public void A_case_without_a_figure_in_one_load_is_left_out_of_all()
    {
        var result = Result(
            Load("b1/v", "1"), Request("b1/v", "1", "a", 10), Request("b1/v", "1", "b", 20),
            Load("b2/v", "2"), Request("b2/v", "2", "a", 10), Request("b2/v", "2", "b", null));

        Assert.Equal([100, 100], result.Loads.Select(load => Math.Round(load.MeanDecodeTokensPerSecond!.Value, 6)));
    }

    [Fact]
    public void A_case_with_many_requests_weighs_as_much_as_one_with_few()
    {
        var result = Result(
            Load("b1/v", "1"), Request("b1/v", "1", "a", 10), Request("b1/v", "1", "a", 10), Request("b1/v", "1", "a", 10), Request("b1/v", "1", "b", 20));

        Assert.Equal(75, Assert.Single(result.Loads).MeanDecodeTokensPerSecond!.Value, 6);
    }

    [Fact]
    public void A_run_that_was_cut_short_and_went_on_with_another_load_is_one_replicate()
    {
        var result = Result(
            Load("b1/v", "1"), Request("b1/v", "1", "a", 10),
            Load("b1/v", "2"), Request("b1/v", "2", "b", 20));

        Assert.Equal([null, 75], result.Loads.Select(load => load.MeanDecodeTokensPerSecond is { } speed ? (double?)Math.Round(speed, 6) : null));
        Assert.Equal(1, VariantSummary.Of(result).DecodeTokensPerSecond!.N);
    }

    [Fact]
    public void A_run_that_has_not_measured_all_cases_yet_is_no_replicate()
    {
        var result = Result(
            Load("b1/v", "1"), Request("b1/v", "1", "a", 10), Request("b1/v", "1", "b", 20),
            Load("b2/v", "2"), Request("b2/v", "2", "a", 10));

        Assert.Equal([75, null], result.Loads.Select(load => load.MeanDecodeTokensPerSecond is { } speed ? (double?)Math.Round(speed, 6) : null));
    }

    [Fact]
    public void A_run_that_failed_and_was_taken_up_again_keeps_the_flags_of_its_first_load()
    {
        var (first, second) = (Load("b1/v", "1"), Load("b1/v", "2"));

        var result = Result(
            first, Request("b1/v", "1", "a", 10), WatchedRuns.Throttled(first) with { Failure = "The connection broke." },
            second, Request("b1/v", "2", "b", 20), WatchedRuns.Calm(second));

        Assert.Contains(result.Loads[0].Flags, flag => flag.Kind == RunFlagKind.Throttled);
        Assert.DoesNotContain(result.Loads[1].Flags, flag => flag.Kind == RunFlagKind.Throttled);
        Assert.Null(result.Failure);
    }
}
