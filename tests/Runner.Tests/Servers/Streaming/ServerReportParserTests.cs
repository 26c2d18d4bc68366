using System.Text;
using LlmObs.Measurements;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Tests.Servers.Streaming;

public sealed class ServerReportParserTests
{
    [Fact]
    public void Usage_has_its_details()
    {
        var usage = Take("""{"usage":{"prompt_tokens":60,"completion_tokens":12,"completion_tokens_details":{"reasoning_tokens":5},"prompt_tokens_details":{"cached_tokens":59}}}""").Usage;

        Assert.Equal(new TokenUsage { PromptTokens = 60, CompletionTokens = 12, ReasoningTokens = 5, CachedTokens = 59 }, usage);
    }

    [Theory]
    [InlineData("\"12\"", 12)]
    [InlineData("12.0", 12)]
    [InlineData("null", null)]
    [InlineData("-1", null)]
    [InlineData("1e400", null)]
    [InlineData("99999999999", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("[]", null)]
    public void An_odd_figure_costs_only_itself(string figure, int? tokens)
    {
        var usage = Take($$$"""{"usage":{"completion_tokens":{{{figure}}},"prompt_tokens":7,"prompt_tokens_details":[]}}""").Usage;

        Assert.Equal(new TokenUsage { PromptTokens = 7, CompletionTokens = tokens }, usage);
    }

    [Fact]
    public void Timings_of_a_real_llama_server_are_read()
    {
        var record = Take("""{"timings":{"cache_n":59,"prompt_n":1,"prompt_ms":8.757,"predicted_n":6,"predicted_ms":42.5,"predicted_per_second":117.58}}""");

        Assert.Equal(new ServerTimings
        {
            Source = "llama.cpp timings",
            PromptTokens = 1,
            PromptTime = TimeSpan.FromMilliseconds(8.757),
            CachedTokens = 59,
            GeneratedTokens = 6,
            GenerationTime = TimeSpan.FromMilliseconds(42.5),
            TokensPerSecond = 117.58,
        }, record.Timings);
    }

    [Fact]
    public void Stats_of_LM_Studio_are_in_seconds()
    {
        var timings = Take("""{"stats":{"tokens_per_second":51.4,"time_to_first_token":0.111,"generation_time":0.954,"stop_reason":"eosFound"}}""").Timings;

        Assert.Equal(TimeSpan.FromSeconds(0.111), timings?.TimeToFirstToken);
        Assert.Equal(TimeSpan.FromSeconds(0.954), timings?.GenerationTime);
    }

    [Fact]
    public void The_last_report_counts()
    {
        var record = Take("""{"usage":{"completion_tokens":1}}""");
        record.Take("message", """{"usage":{"completion_tokens":2}}"""u8, TimeSpan.Zero, 1);
        record.Take("message", """{"usage":null}"""u8, TimeSpan.Zero, 2);

        Assert.Equal(2, record.Usage?.CompletionTokens);
    }

    private static StreamRecord Take(string json)
    {
        var record = new StreamRecord(8);
        record.Take("message", Encoding.UTF8.GetBytes(json), TimeSpan.Zero, 0);
        return record;
    }
}
