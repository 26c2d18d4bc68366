using LlmObs.Comparisons;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Statistics;

namespace LlmObs.Tests.Comparisons;

/// <summary>What must not be held against each other, and what a script may fail by.</summary>
public sealed class RefusalTests
{
    private static readonly ComparedResult Before = MadeResults.Of("q4", [40, 41, 40.5], "before");
    private static readonly ComparedResult After = MadeResults.Of("q4", [36, 37, 36.5], "after");

    [Fact]
    public void Equal_plans_are_compared() => Assert.Empty(Comparison.Between([Before], [After]).Refusals);

    [Fact]
    public void Simulated_and_real_are_not() =>
        Refuses(After.With(result => result with { IsSimulated = true }), "q4 (before) is real and q4 (after) is simulated");

    [Fact]
    public void Two_models_are_not() => Refuses(MadeResults.Of("q4", [1, 2], "after", "beta"), "is of alpha and q4 (after) of beta");

    [Fact]
    public void Another_sampling_is_not() =>
        Refuses(After.With(result => result with { Settings = result.Settings with { SpeedSampling = new Sampling { Temperature = 1 } } }), "were sampled differently");

    [Fact]
    public void With_and_without_a_nonce_is_not() => Refuses(After.With(result => result with { Settings = result.Settings with { Nonce = false } }), "nonce");

    [Fact]
    public void Another_prompt_is_not_and_is_named() =>
        Refuses(OtherPlan(After) with { Prompts = new Dictionary<string, string>(StringComparer.Ordinal) { ["short"] = "1", ["long"] = "another" } }, "the prompt or budget of long is another");

    [Fact]
    public void Another_plan_with_the_same_prompts_is_compared() => Assert.Empty(Comparison.Between([Before], [OtherPlan(After)]).Refusals);

    [Fact]
    public void Prompts_that_nobody_knows_are_not() => Refuses(OtherPlan(After) with { Prompts = null }, "nobody can tell whether their prompts are equal");

    [Fact]
    public void Estimated_speeds_are_not()
    {
        var counted = new CaseResult
        {
            Case = "short",
            Category = "",
            Pass = Pass.Speed,
            IsWarmup = false,
            Concurrency = 1,
            MaxTokens = 128,
            Requests = 3,
            Loads = 3,
            Outcomes = new Dictionary<string, int>(StringComparer.Ordinal),
            FinishReasons = new Dictionary<string, int>(StringComparer.Ordinal),
            Answered = 3,
            Figures = new Dictionary<string, Distribution?>(StringComparer.Ordinal) { [Metrics.EstimatedDecodeSpeed.Name] = Distribution.Of([30]) },
        };
        var estimated = After.With(result => result with { Cases = [counted] })
            .WithLoads(load => load with { MeanDecodeTokensPerSecond = null, MeanDecodeTokensPerSecondByCase = MadeResults.Cases() });

        var metrics = Comparison.Between([Before], [estimated]).Metrics;

        Assert.Null(metrics[0].Pairs[0].Ratio);
        Assert.Equal("q4 has none: its server counts no tokens, so its speed is estimated, and estimates are never compared", metrics[0].Pairs[0].WhyNot);
        Assert.NotNull(metrics[1].Pairs[0].Ratio);
    }

    [Fact]
    public void A_single_variant_has_nothing_to_be_compared_with() => Assert.Single(Comparison.Within([Before], null, [], []).Refusals);

    [Fact]
    public void A_result_is_not_compared_with_itself() => Refuses(Before, "q4 would be compared with itself");

    [Fact]
    public void What_else_is_another_is_told_and_compared_all_the_same()
    {
        var newer = After.With(result => result with { Server = result.Server with { Version = "0.5.0" } }).WithLoads(load => load with { Runtime = "llama.cpp 2" });

        Assert.Equal(["server: LM Studio 0.4.1 → LM Studio 0.5.0", "runtime: n/a → llama.cpp 2"], Comparison.Between([Before], [newer]).Differences);
    }

    [Theory]
    [InlineData("slower", true), InlineData("slower:5%", true), InlineData("slower:9.8%", true), InlineData("slower:15%", false), InlineData("ttft-slower:5%", true), InlineData("prefill-slower:20%", false), InlineData("undecided", false)]
    public void A_rule_is_broken_by_what_is_certain_and_large_enough(string rule, bool isBroken)
    {
        var comparison = Comparison.Between([Before], [After]);

        Assert.Equal(Verdict.Slower, comparison.Metrics[0].Pairs[0].Verdict);
        Assert.Equal(isBroken, FailRule.Parse(rule)!.Broken(comparison).Any());
        Assert.Empty(FailRule.Parse("slower")!.Broken(Comparison.Between([After], [Before])));
    }

    [Fact]
    public void What_is_undecided_breaks_only_the_rule_about_it()
    {
        var comparison = Comparison.Between([MadeResults.Of("q4", [40, 30, 50], "before")], [MadeResults.Of("q4", [35, 26, 45], "after")]);

        Assert.Empty(FailRule.Parse("slower:5%")!.Broken(comparison));
        Assert.Equal(["q4 against q4 is undecided in decode speed."], FailRule.Parse("undecided")!.Broken(comparison));
    }

    [Theory, InlineData(""), InlineData("faster:5%"), InlineData("slower:5"), InlineData("slower:-5%"), InlineData("slower:x%"), InlineData("a:b:c"), InlineData("undecided:5%"), InlineData("tpot-slower:5%")]
    public void What_is_no_rule_is_none(string text) => Assert.Null(FailRule.Parse(text));

    private static void Refuses(ComparedResult candidate, string words) => Assert.Contains(words, Assert.Single(Comparison.Between([Before], [candidate]).Refusals), StringComparison.Ordinal);

    private static ComparedResult OtherPlan(ComparedResult one) => one.With(result => result with { PlanHash = "decaf" });
}
