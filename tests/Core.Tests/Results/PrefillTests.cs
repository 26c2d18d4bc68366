using LlmObs.Measurements;
using static LlmObs.Tests.Results.SessionEntries;

namespace LlmObs.Tests.Results;

public sealed class PrefillTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, 0, 10_000.0)]
    [InlineData("n", null, 10_000.0)]
    public void Prefill_is_unknown_where_neither_a_nonce_nor_the_server_rules_out_a_cached_prompt(string? nonce, int? cachedTokens, double? expected)
    {
        var result = Result(Load("b1/v", "1"), Request("b1/v", "1", "a", 10, promptTokens: 1000, cachedTokens, nonce));

        Assert.Equal(expected, Assert.Single(result.Cases).Of(Metrics.PrefillSpeed)?.Mean);
    }
}
