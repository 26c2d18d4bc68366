using System.Text;
using LlmObs.Measurements;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Tests.Servers.Streaming;

public sealed class ChunkParserTests
{
    private readonly StreamRecord _record = new(8);

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""", EventKinds.Role)]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}""", EventKinds.Role)]
    [InlineData("""{"choices":[{"delta":{"content":"x"},"finish_reason":"stop","index":0}]}""", EventKinds.Answer | EventKinds.Finish)]
    [InlineData("""{"choices":[{"index":0,"delta":{"reasoning":"x"}}]}""", EventKinds.Reasoning)]
    [InlineData("""{"choices":[{"index":0,"delta":{"reasoning":null,"reasoning_content":"x","content":null}}]}""", EventKinds.Reasoning)]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0}]}}]}""", EventKinds.ToolCall)]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[]}}]}""", EventKinds.Other)]
    [InlineData("""{"choices":[{"index":0,"message":{"content":"x"}}]}""", EventKinds.Answer)]
    [InlineData("""{"choices":[{"delta":{"content":"x"},"index":1}]}""", EventKinds.Other)]
    [InlineData("""{"choices":[{"index":0,"delta":null,"finish_reason":""}],"usage":null,"timings":null,"error":null}""", EventKinds.Other)]
    [InlineData("""{"choices":null,"prompt_progress":{"total":60}}""", EventKinds.Progress)]
    [InlineData("""{"choices":[],"usage":{"completion_tokens":3}}""", EventKinds.Usage)]
    [InlineData("""{"choices":"none","unknown":[{"deep":[1,2,{"delta":{"content":"x"}}]}]}""", EventKinds.Other)]
    [InlineData("""{"error":"out of memory"}""", EventKinds.Error)]
    public void An_event_is_what_it_carries(string json, EventKinds kinds)
    {
        Take(json);

        Assert.Equal(kinds, _record.Split().Events[0].Kinds);
        Assert.Equal(0, _record.Malformed);
    }

    [Fact]
    public void The_text_of_a_list_of_parts_is_joined_and_only_their_own()
    {
        Take("""{"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"a"},{"type":"image","data":{"text":"no"}},{"text":"b","type":"text"}]}}]}""");

        Assert.Equal("ab", _record.Split().Answer);
    }

    [Fact]
    public void Thinking_under_two_names_in_one_event_counts_once()
    {
        Take("""{"choices":[{"index":0,"delta":{"reasoning":"hm","reasoning_content":"hm"}}]}""");

        Assert.Equal("hm", _record.Split().Reasoning);
    }

    [Theory]
    [InlineData("""{"id":"a\/b","model":"unsloth\/qwen\u002dnext"}""", "a/b", "unsloth/qwen-next")]
    [InlineData("""{"id":7,"model":null}""", null, null)]
    public void Names_are_read_with_their_escapes_undone(string json, string? id, string? model)
    {
        Take(json);

        Assert.Equal((id, model), (_record.ResponseId, _record.ResponseModel));
    }

    [Fact]
    public void The_first_name_counts()
    {
        Take("""{"id":"first","model":"m1"}""");
        Take("""{"id":"second","model":"m2"}""");

        Assert.Equal(("first", "m1"), (_record.ResponseId, _record.ResponseModel));
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"choices":[{"index":0,""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"\ud83""")]
    [InlineData("""{"usage":{"prompt_tokens":"\ud800"}}""")]
    [InlineData("""{"error":{"message":"\udc00"}}""")]
    [InlineData("""{"choi\ud800es":1}""")]
    [InlineData("""{"x":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[""")]
    public void Nothing_a_server_sends_throws(string data)
    {
        Take(data);
        Take("""{"choices":[{"index":0,"delta":{"content":"after"}}]}""");

        Assert.Equal("after", _record.Split().Answer);
        Assert.Equal(2, _record.EventCount);
    }

    private void Take(string json) => _record.Take("message", Encoding.UTF8.GetBytes(json), TimeSpan.Zero, 0);
}
