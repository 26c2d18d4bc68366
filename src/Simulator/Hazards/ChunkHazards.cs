using System.Text;
using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Chunks are not tokens, and neither a read nor a string need hold whole characters.</summary>
internal static class ChunkHazards
{
    private const string LikeProtocol = "data: [DONE]\n\nerror: {\"error\":\"no\"}\n";
    private const string LineSeparator = "a\u2028error: none\u2028b";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("several-tokens-a-chunk", "One chunk holds several tokens.", "vLLM under load, speculative decoding")
            .Token("one two three").Wait().Token(" four five").Finish().Usage(5).Done().End().Is("completed"),
        Stream("several-events-a-write", "One write holds several events.", "proxies, Nagle")
            .Role().Wait().Send(Event(Answer("a")) + Event(Answer("b")) + Event(Answer("c"))).Shows(answer: "abc").Wait().Token("d").EndWell().Is("completed"),
        Stream("whole-answer-in-one-write", "Role, text, finish reason and [DONE] come in one write.", "buffering proxies")
            .Wait().Send(Event(Chunk("""{"role":"assistant","content":""}""")) + Event(Answer("Hi")) + Event(Chunk("{}", "stop")) + "data: [DONE]\n\n").Shows(answer: "Hi").Finishes("stop").End().Is("completed"),
        Stream("event-split", "One event comes in two writes: its time is the second's.", "any server behind TCP")
            .Role().Wait().Send("data: {\"id\":\"hazard\",\"choices\":[{\"index\":0,\"del").Wait(2).Send("ta\":{\"content\":\"Hi\"}}]}\n\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("blank-line-late", "The blank line that ends an event comes in a later write.", "servers that write line by line")
            .Role().Wait().Send($"data: {Answer("Hi")}\n").Wait().Send("\n").Shows(answer: "Hi").Wait().Token("!").EndWell().Is("completed"),
        Stream("utf8-split", "A character's bytes are split over two writes.", "llama.cpp, proxies")
            .Role().Wait().Send(Head("量子", 1)).Wait().Send(Tail("量子", 1)).Shows(answer: "量子").EndWell().Is("completed"),
        Stream("utf8-split-emoji", "An emoji's four bytes come in three writes.", "proxies")
            .Send(Head("ok 😀!", 4)).Wait().Send(Tail("ok 😀!", 4)[..2]).Wait().Send(Tail("ok 😀!", 6)).Shows(answer: "ok 😀!").EndWell().Is("completed"),
        Stream("utf8-split-http-chunks", "A character's bytes are split over two HTTP chunks of one write.", "proxies that re-chunk")
            .Wait().Raw([.. HttpChunk(Head("量子", 2)), .. HttpChunk(Tail("量子", 2))]).Shows(answer: "量子").EndWell().Is("completed"),
        Stream("surrogate-split", "The two halves of an emoji come in two deltas.", "servers that escape to ASCII by token")
            .Send(Event(Chunk("""{"content":"ok \ud83d"}"""))).Shows(answer: "ok ").Wait().Send(Event(Chunk("""{"content":"\ude00!"}"""))).Shows(answer: "😀!").EndWell().Is("completed"),
        Stream("surrogate-split-in-reasoning", "The same within the thinking.", "servers that escape to ASCII by token")
            .Send(Event(Chunk("""{"reasoning_content":"ok \ud83d"}"""))).Shows(reasoning: "ok ").Wait().Send(Event(Chunk("""{"reasoning_content":"\ude00!"}"""))).Shows(reasoning: "😀!").Token("Yes").EndWell().Is("completed"),
        Stream("lone-surrogate", "Half an emoji, and its other half never comes.", "token limit inside an emoji")
            .Send(Event(Chunk("""{"content":"x\ud83d"}"""))).Shows(answer: "x").Wait().Send(Event(Answer("y"))).Shows(answer: "\uFFFDy").EndWell().Is("completed"),
        Stream("lone-surrogate-at-the-end", "The budget ends inside an emoji.", "token limit inside an emoji")
            .Token("x").Wait().Send(Event(Chunk("""{"content":"\ud83d"}"""))).Finish("length").Done().End().Shown("\uFFFD").Is("completed"),
        Stream("invalid-utf8", "A byte that is no UTF-8 inside the text.", "byte-level models")
            .Send([.. "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a"u8, 0xFF, .. "b\"}}]}\n\n"u8]).Shows(answer: "a\uFFFDb").EndWell().Is("completed"),
        Stream("escapes", "Every escape that JSON has.", "servers that escape to ASCII")
            .Send(Event(Chunk("""{"content":"\"\\\/\b\f\n\r\t\u0041\u91cf\ud83d\ude00"}"""))).Shows(answer: "\"\\/\b\f\n\r\tA量😀").EndWell().Is("completed"),
        Stream("text-like-protocol", "The answer's text looks like events, [DONE] and an error.", "models that write about streams").Token(LikeProtocol).Wait().Token("end").EndWell().Is("completed"),
        Stream("line-separator", "The text has U+2028, a line end to some and none to event streams; the last event lacks its blank line.", "models that copy from the web")
            .Token("x").Wait().Send("data: " + Chunk($"{{\"content\":\"{LineSeparator}\"}}", "stop")).Shows(answer: LineSeparator).Finishes("stop").End().Is("completed"),
        Stream("burst", "A thousand events in one write.", "a proxy that woke up").Role().Wait().Send(string.Concat(Enumerable.Repeat(Event(Answer("a")), 1000))).Shows(answer: new string('a', 1000)).Wait().Token("b").EndWell().Is("completed"),
        Stream("megabyte-event", "One event of 1 MB, most of it a member that nobody reads.", "echoing servers").Role().Wait().Send(Event(Chunk("""{"content":"Hi"}""", null, $",\"echo\":\"{new string('x', 1 << 20)}\""))).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("long-event", "One event of 200 KB.", "tool arguments, echoing servers").Role().Wait().Token(new string('x', 200_000)).EndWell().Is("completed"),
    ];

    /// <summary>An answer event up to the text's n-th byte.</summary>
    private static byte[] Head(string text, int bytes)
    {
        var whole = Encoding.UTF8.GetBytes(Event(Answer(text)));
        return whole[..(whole.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) + bytes)];
    }

    private static byte[] Tail(string text, int bytes) => Encoding.UTF8.GetBytes(Event(Answer(text)))[Head(text, bytes).Length..];
}
