using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Chunks whose JSON has another shape than the usual one.</summary>
internal static class ShapeHazards
{
    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("content-parts", "Content as a list of parts.", "Mistral, some gateways")
            .Role().Wait().Send(Event(Chunk("""{"content":[{"type":"text","text":"Hi"},{"type":"text","text":" there"}]}"""))).Shows(answer: "Hi there").EndWell().Is("completed"),
        Stream("several-choices", "A second choice that must not be counted.", "n > 1")
            .Send(Event("""{"id":"h","choices":[{"index":0,"delta":{"content":"first"}},{"index":1,"delta":{"content":"second"}}]}""")).Shows(answer: "first").EndWell().Is("completed"),
        Stream("index-last", "The choice says its number after its text.", "servers that sort members")
            .Send(Event("""{"choices":[{"delta":{"content":"second"},"index":1},{"delta":{"content":"first"},"index":0}]}""")).Shows(answer: "first").EndWell().Is("completed"),
        Stream("choices-in-turn", "Two choices come in turn, and the second ends first: it is not ours.", "n > 1")
            .Token("a").Wait().Send(Event("""{"choices":[{"index":1,"delta":{"content":"no"},"finish_reason":"stop"}]}""")).Wait().Token("b").Finish("length").Done().End().Is("completed"),
        Stream("index-as-text", "The choice's number is a string.", "gateways in dynamic languages")
            .Send(Event("""{"choices":[{"index":"1","delta":{"content":"second"}},{"index":"0","delta":{"content":"first"}}]}""")).Shows(answer: "first").EndWell().Is("completed"),
        Stream("message-for-delta", "The text stands in message instead of delta.", "gateways that wrap whole answers")
            .Wait().Send(Event("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""")).Shows(answer: "Hi").Finishes("stop").Done().End().Is("completed"),
        Stream("null-members", "delta, choices, usage and error are null here and there.", "gateways written in typed languages")
            .Send(Event("""{"choices":null,"error":null}""")).Wait().Token("Hi").Send(Event("""{"choices":[{"index":0,"delta":null,"finish_reason":null}],"usage":null,"error":null}""")).EndWell().Is("completed"),
        Stream("empty-finish-reason", "finish_reason is an empty string until the end.", "gateways written in Go")
            .Send(Event("""{"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":""}]}""")).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("tool-call", "The answer is a tool call without text.", "coding agents")
            .Role().Send(Event(Chunk("""{"tool_calls":[{"index":0,"id":"1","function":{"name":"f","arguments":"{}"}}]}"""))).Finish("tool_calls").Done().End().Is("completed"),
        Stream("tool-call-after-text", "Some text, then a tool call.", "coding agents")
            .Role().Wait().Token("I look.").Wait().Send(Event(Chunk("""{"tool_calls":[{"index":0,"id":"1","function":{"name":"f","arguments":"{}"}}]}"""))).Finish("tool_calls").Done().End().Is("completed"),
        Stream("empty-tool-calls", "Every delta has an empty list of tool calls: nothing at all was said.", "vLLM")
            .Send(Event(Chunk("""{"role":"assistant","tool_calls":[]}"""))).Finish().Done().End().Is("empty", "no-tokens", says: "without a single token"),
        Stream("malformed-event", "One event in the middle is no JSON.", "a gateway that cut a line")
            .Token("a").Send("data: {\"choices\":[{\"index\":0,\n\n").IsMalformed().Token("b").EndWell().Is("completed"),
        Stream("text-event", "Events whose data is a bare word or a list.", "gateways' heartbeats")
            .Send("data: ping\n\n").IsMalformed().Wait().Token("a").Send("data: []\n\n").IsMalformed().EndWell().Is("completed"),
        Stream("other-model", "The answer names another model than was asked for.", "LM Studio's just-in-time loading")
            .Send(Event("""{"id":"h","model":"somebody-else","choices":[{"index":0,"delta":{"content":"Hi"}}]}""")).Shows(answer: "Hi").Names("somebody-else").EndWell().Is("completed"),
    ];
}
