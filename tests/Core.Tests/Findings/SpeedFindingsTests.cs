using LlmObs.Findings;
using LlmObs.Hardware;
using LlmObs.Results;
using LlmObs.Statistics;

namespace LlmObs.Tests.Findings;

/// <summary>Wrong conclusions about speed that were once published, on results made to have them.</summary>
public sealed class SpeedFindingsTests
{
    private static readonly string[] Sentences = ["量子计算 利用 量子 比特 的 叠加态 和 纠缠 特性 来 计算", "快速 排序 是 一种 分治 算法 它 把 列表 分成 两 部分 然后 递归"];

    /// <summary>"MLX 4-bit 7.96 TPS, avoid": the tokens were the words between the spaces of a Chinese text.</summary>
    [Fact]
    public void Words_counted_as_tokens_are_found()
    {
        var script = Traps.Script(fixedCost: 1, tokensPerSecond: 47, tokens: [100, 500]);
        var words = script with { Requests = [.. Sentences.Select((text, index) => Traps.Whole(index, text.Split(' ').Length, 3) with { MaxTokens = 500, Answer = text })] };

        var finding = Found("tokens-counted-from-text", words)!;

        Assert.Equal(FindingSeverity.Serious, finding.Severity);
        Assert.Contains("the words between its spaces", finding.Sentence, StringComparison.Ordinal);
        Assert.Null(Found("tokens-counted-from-text", words with { Requests = [.. words.Requests.Select(request => request with { Tokens = request.Tokens * 3 })] }));
        // a count that the budget set is the server's
        Assert.Null(Found("tokens-counted-from-text", words with { Requests = [.. words.Requests.Select(request => request with { MaxTokens = request.Tokens })] }));
    }

    /// <summary>"TTFT 67 ms": one over the rate.</summary>
    [Fact]
    public void A_time_to_first_token_made_of_the_rate_is_found()
    {
        var script = Traps.Script(fixedCost: 0, tokensPerSecond: 15, tokens: [100, 500, 2000]);
        var derived = script with { Requests = [.. script.Requests.Select(request => request with { FirstTextSeconds = 0.067 })] };

        var finding = Found("ttft-not-measured", derived)!;

        Assert.Equal(FindingSeverity.Serious, finding.Severity);
        Assert.Null(Found("ttft-not-measured", derived with { Requests = [.. derived.Requests.Select((request, index) => request with { FirstTextSeconds = 0.4 + index * 0.1 })] }));
    }

    /// <summary>"37 % slower than native": 4 s a request at the same slope.</summary>
    [Fact]
    public void A_fixed_cost_is_told_apart_from_the_rate()
    {
        var finding = Found("fixed-cost-read-as-slowness", Traps.Script(fixedCost: 4, tokensPerSecond: 47, tokens: [100, 500, 2000, 500, 400]))!;

        Assert.Contains("A fixed cost of 4.0 s", finding.Sentence, StringComparison.Ordinal);
        Assert.Contains("at 47.0 tok/s", finding.Sentence, StringComparison.Ordinal);
        Assert.Null(Found("fixed-cost-read-as-slowness", Traps.Script(fixedCost: 0, tokensPerSecond: 35, tokens: [100, 500, 2000, 500, 400])));
        Assert.Null(Found("fixed-cost-read-as-slowness", Traps.Script(fixedCost: 4, tokensPerSecond: 47, tokens: [500, 500, 500, 500])));
    }

    /// <summary>x = 1, 2, 4, 5 and y = 3, 5, 8, 12: b = 21 / 10, a = 7 − 2.1 · 3 = 0.7; residuals 0.2, 0.1, −1.1, 0.8 make s² = 1.9 / 2, and the error of a is s · √(1/4 + 9/10).</summary>
    [Fact]
    public void A_line_is_fitted_by_least_squares()
    {
        var line = LineFit.Of([(1, 3), (2, 5), (4, 8), (5, 12)])!;

        Assert.Equal(2.1, line.Slope, 1e-12);
        Assert.Equal(0.7, line.Intercept, 1e-12);
        Assert.Equal(Math.Sqrt(0.95), line.ResidualSd, 1e-12);
        Assert.Equal(Math.Sqrt(0.95 * (0.25 + 0.9)), line.InterceptError, 1e-12);
        Assert.Null(LineFit.Of([(1, 3), (2, 5)]));
        Assert.Null(LineFit.Of([(5, 3), (5, 5), (5, 4)]));
        Assert.Null(LineFit.Of([(100, 3), (150, 5), (199, 6)]));
    }

    [Fact]
    public void A_first_request_as_quick_as_the_others_is_not_called_cold()
    {
        var quick = CleanSession.With(request => request with { IsWarmup = false, Seconds = 2.1 });

        Assert.Null(Found("cold-requests-averaged", quick));
        // a prompt ten times as long may well take longer
        Assert.Null(Found("cold-requests-averaged", CleanSession.With(request => request with { IsWarmup = false, PromptTokens = request.IsWarmup ? 200 : 20 })));
    }

    [Fact]
    public void A_rate_that_another_definition_explains_is_not_called_output_throughput()
    {
        var generation = CleanSession.With(request => request with { Seconds = 3, GenerationSeconds = 3, ClaimedTokensPerSecond = 101 / 3.0 });
        var decode = CleanSession.With(request => request with { Seconds = 101 / 50.0, ClaimedTokensPerSecond = 50 });

        Assert.Null(Found("rate-over-total-time", generation));
        Assert.Null(Found("rate-over-total-time", decode));
    }

    [Fact]
    public void A_rate_its_own_tokens_and_time_do_not_give_is_impossible()
    {
        var said = CleanSession.WithLast(request => request with { GenerationSeconds = 2, ClaimedTokensPerSecond = 8405 });

        Assert.Contains("8405.0 tok/s said, 101 tokens in 2.00 s", Found("impossible-rate", said)!.Seen[0].What, StringComparison.Ordinal);
        Assert.Null(Found("impossible-rate", CleanSession.WithLast(request => request with { GenerationSeconds = 2, ClaimedTokensPerSecond = 50.5 })));
    }

    /// <summary>819 GB/s over 130 GB of which 10 of 230 parts are read: 144.9 tok/s.</summary>
    [Fact]
    public void Only_the_rate_above_the_memorys_bound_is_impossible()
    {
        var bounded = Traps.All["impossible-rate"];

        Assert.Equal("8405.0 tok/s, over the bound of 144.9", Assert.Single(Found("impossible-rate", bounded)!.Seen).What);
        Assert.Equal(819e9, MemoryBandwidth.BytesPerSecond("Apple M3 Ultra"));
        Assert.Null(MemoryBandwidth.BytesPerSecond("AMD EPYC 9554"));
        Assert.Null(MemoryBandwidth.BytesPerSecond(null));
    }

    [Fact]
    public void A_rate_is_not_bounded_where_the_memory_is_not_known()
    {
        var fast = CleanSession.WithLast(request => request with { DecodeTokensPerSecond = 8405 });

        Assert.Null(Found("impossible-rate", fast with { MemoryBytesPerSecond = null, ActiveShare = 0.04 }));
        Assert.Null(Found("impossible-rate", fast with { ActiveShare = null }));
    }

    [Fact]
    public void The_same_words_answered_much_sooner_may_have_come_from_a_cache()
    {
        RequestSeen Repeat(RequestSeen request) => request with { PromptHash = "same", CachedPromptShare = null, FirstTextSeconds = request.Case == "short" ? 57.7 : 2.0 };

        var finding = Found("cache-hit", CleanSession.With(Repeat))!;

        Assert.Equal(3, finding.Seen.Count);
        Assert.Null(Found("cache-hit", CleanSession.With(request => Repeat(request) with { PromptHash = request.Id })));
        Assert.Null(Found("cache-hit", CleanSession.With(request => Repeat(request) with { FirstTextSeconds = 2 })));
    }

    private static Finding? Found(string code, Evidence evidence) => FindingCatalogue.All.Single(rule => rule.Code == code).Judge(evidence);
}
