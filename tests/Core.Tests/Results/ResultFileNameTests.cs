using LlmObs.Results;
using LlmObs.Tests.Plans;

namespace LlmObs.Tests.Results;

/// <summary>{model}-{version}-{timestamp}.</summary>
public sealed class ResultFileNameTests
{
    [Theory]
    [InlineData("minimax-m2.1", "minimax-m2.1-q4_k_s", "minimax-m2.1-q4_k_s-20260204-093015")]
    [InlineData("alpha", "first", "alpha-first-20260204-093015")]
    [InlineData("alpha", "alphabet-q4", "alpha-alphabet-q4-20260204-093015")]
    [InlineData("alpha", "alpha", "alpha-alpha-20260204-093015")]
    [InlineData("Maker/Alpha", "Maker/Alpha-Q4 K", "maker-alpha-q4-k-20260204-093015")]
    [InlineData("量子", "..\\q4:1", "---..-q4-1-20260204-093015")]
    public void It_is_the_model_the_version_and_the_sessions_start(string model, string id, string expected) =>
        Assert.Equal(expected, ResultFileName.Of(SmallSession.Header, SmallSession.Variant(id, model: model)));

    [Fact]
    public void The_time_is_the_same_in_every_time_zone()
    {
        var east = SmallSession.Header with { StartedAt = SmallSession.Start.ToOffset(TimeSpan.FromHours(8)) };

        Assert.EndsWith("-20260204-093015", ResultFileName.Of(east, SmallSession.Variant("alpha-q4")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_variant_of_the_512_GB_plan_has_a_file_of_its_own()
    {
        var variants = PlanFolder.Read("mac-512gb.json").Plan!.Variants;

        Assert.Equal(14, variants.Select(variant => ResultFileName.Of(SmallSession.Header, variant)).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
