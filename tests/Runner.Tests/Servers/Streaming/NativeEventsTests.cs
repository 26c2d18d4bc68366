using System.Text;
using LlmObs.Measurements;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>LM Studio's native events in the words of a chat completion.</summary>
public sealed class NativeEventsTests
{
    private readonly StreamRecord _record = new(8);

    [Fact]
    public void An_emoji_whose_halves_come_in_two_events_is_whole()
    {
        Take("message.delta", """{"content":"ok \ud83d"}""");
        Take("message.delta", """{"content":"\ude00!"}""");

        Assert.Equal("ok 😀!", _record.Split().Answer);
    }

    [Theory]
    [InlineData("""{"content":"a","content":"b"}""")]
    [InlineData("""{"content":42}""")]
    [InlineData("""{"cont\ud83dent":"a"}""")]
    [InlineData("""{"content":""")]
    [InlineData("[]")]
    public void Nothing_a_server_sends_throws(string data)
    {
        Take("message.delta", data);
        Take("message.delta", """{"content":"after"}""");

        Assert.EndsWith("after", _record.Split().Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_brings_usage_and_the_servers_own_figures()
    {
        var hadToLoad = Take("chat.end", """{"result":{"model_instance_id":"m","stats":{"input_tokens":9,"total_output_tokens":3,"reasoning_output_tokens":2,"tokens_per_second":43.5,"time_to_first_token_seconds":0.25,"model_load_time_seconds":2}}}""");

        Assert.True(hadToLoad);
        Assert.Equal(("m", "stop", true), (_record.ResponseModel, _record.FinishReason, _record.IsDone));
        Assert.Equal(new TokenUsage { PromptTokens = 9, CompletionTokens = 3, ReasoningTokens = 2 }, _record.Usage);
        Assert.Equal((43.5, TimeSpan.FromSeconds(0.25)), (_record.Timings!.TokensPerSecond, _record.Timings.TimeToFirstToken));
    }

    private bool Take(string name, string data)
    {
        var events = new NativeEvents(_record);
        events.Take(name, Encoding.UTF8.GetBytes(data), TimeSpan.Zero, 0);
        return events.HadToLoad;
    }
}
