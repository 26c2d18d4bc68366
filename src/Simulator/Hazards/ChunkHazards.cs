using System.Text;
using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Chunks are not tokens, and text is not always whole.</summary>
internal static class ChunkHazards
{
    private static readonly byte[] Chinese = Encoding.UTF8.GetBytes(Event(Answer("量子")));

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("several-tokens-a-chunk", "One chunk holds several tokens.", "vLLM under load, speculative decoding")
            .Token("one two three").Wait().Token(" four five").Finish().Usage(5).Done().End().Is("completed"),
        Stream("several-events-a-write", "One write holds several events.", "proxies, Nagle")
            .Role().Wait().Send(Event(Answer("a")) + Event(Answer("b")) + Event(Answer("c"))).Shows(answer: "abc").Wait().Token("d").EndWell().Is("completed"),
        Stream("event-split", "One event comes in two writes: its time is the second's.", "any server behind TCP")
            .Role().Wait().Send("data: {\"id\":\"hazard\",\"choices\":[{\"index\":0,\"del").Wait(2).Send("ta\":{\"content\":\"Hi\"}}]}\n\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("utf8-split", "A character's bytes are split over two writes.", "llama.cpp, proxies")
            .Send(Chinese[..^9]).Wait().Send(Chinese[^9..]).Shows(answer: "量子").EndWell().Is("completed"),
        Stream("surrogate-split", "The two halves of an emoji come in two deltas.", "servers that escape to ASCII by token")
            .Send(Event(Chunk("""{"content":"ok \ud83d"}"""))).Shows(answer: "ok ").Wait().Send(Event(Chunk("""{"content":"\ude00!"}"""))).Shows(answer: "😀!").EndWell().Is("completed"),
        Stream("lone-surrogate", "Half an emoji, and its other half never comes.", "token limit inside an emoji")
            .Send(Event(Chunk("""{"content":"x\ud83d"}"""))).Shows(answer: "x").Wait().Send(Event(Answer("y"))).Shows(answer: "\uFFFDy").EndWell().Is("completed"),
        Stream("invalid-utf8", "A byte that is no UTF-8 inside the text.", "byte-level models")
            .Send([.. "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a"u8, 0xFF, .. "b\"}}]}\n\n"u8]).Shows(answer: "a\uFFFDb").EndWell().Is("completed"),
        Stream("content-parts", "Content as a list of parts.", "Mistral, some gateways")
            .Send(Event(Chunk("""{"content":[{"type":"text","text":"Hi"},{"type":"text","text":" there"}]}"""))).Shows(answer: "Hi there").EndWell().Is("completed"),
        Stream("several-choices", "A second choice that must not be counted.", "n > 1")
            .Send(Event("""{"id":"h","choices":[{"index":0,"delta":{"content":"first"}},{"index":1,"delta":{"content":"second"}}]}""")).Shows(answer: "first").EndWell().Is("completed"),
        Stream("tool-call", "The answer is a tool call without text.", "coding agents")
            .Role().Send(Event(Chunk("""{"tool_calls":[{"index":0,"id":"1","function":{"name":"f","arguments":"{}"}}]}"""))).Finish("tool_calls").Done().End().Is("completed"),
        Stream("long-event", "One event of 200 KB.", "tool arguments, echoing servers").Token(new string('x', 200_000)).EndWell().Is("completed"),
        Stream("malformed-event", "One event in the middle is no JSON.", "a gateway that cut a line")
            .Token("a").Send("data: {\"choices\":[{\"index\":0,\n\n").Token("b").EndWell().Is("completed"),
        Stream("other-model", "The answer names another model than was asked for.", "LM Studio's just-in-time loading")
            .Send(Event("""{"id":"h","model":"somebody-else","choices":[{"index":0,"delta":{"content":"Hi"}}]}""")).Shows(answer: "Hi").EndWell().Is("completed"),
    ];
}
