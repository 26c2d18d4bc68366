using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>How a stream may end, or not.</summary>
internal static class EndHazards
{
    private const string CloseDelimited = "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static readonly HazardStep Open = new HazardStep.StayOpen();
    private static readonly HazardStep Reset = new HazardStep.Reset();
    private static readonly TimeSpan Short = Pause * 4;

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("finish-carries-text", "The chunk with the finish reason carries the last text.", "Ollama, LM Studio")
            .Token("Hello").Wait().Send(Event(Chunk("""{"content":" end"}""", "stop"))).Shows(answer: " end").Finishes("stop").Wait().Done().End().Is("completed"),
        Stream("only-finish-text", "All the text comes with the finish reason.", "mlx_lm for very short answers")
            .Role().Wait().Send(Event(Chunk("""{"content":"42"}""", "stop"))).Shows(answer: "42").Finishes("stop").Done().End().Is("completed"),
        Stream("finish-without-delta", "The finish chunk has no delta at all.", "gateways in typed languages").Token("Hi").Wait().Send(Event("""{"choices":[{"index":0,"finish_reason":"stop"}]}""")).Finishes("stop").Done().End().Is("completed"),
        Stream("finish-every-chunk", "Every chunk has a finish reason.", "hand-written servers").Send(Event(Chunk("""{"content":"a"}""", "stop"))).Shows(answer: "a").Wait().Send(Event(Chunk("""{"content":"b"}""", "stop"))).Shows(answer: "b").Finishes("stop").Done().End().Is("completed"),
        Stream("text-after-finish", "Text comes after the finish reason: it is the answer's all the same.", "gateways that reorder").Token("a").Finish().Wait().Token("b").Done().End().Is("completed"),
        Stream("finish-unknown", "A finish reason that nobody here knows.", "TGI").Token("Hi").Finish("eos_token").Done().End().Is("completed"),
        Stream("finish-content-filter", "A filter ended the answer: that is the server's word, kept beside the figures.", "Azure, gateways").Token("Hi").Finish("content_filter").Done().End().Is("completed"),
        Stream("finish-object", "The finish reason is an object: nobody can say what it means.", "SGLang's own API").Token("Hi").Send(Event("""{"choices":[{"index":0,"delta":{},"finish_reason":{"type":"stop"}}]}""")).Done().End().Is("truncated", "no-finish-reason", says: "without a finish reason"),
        Stream("done-with-blanks", "[DONE] has blanks around it, and the socket stays open.", "gateways").Token("Hi").Finish().Send("data:   [DONE] \n\n").Then(Open).Is("completed"),
        Stream("done-named", "[DONE] is an event with a name.", "gateways").Token("Hi").Finish().Send("event: done\ndata: [DONE]\n\n").Then(Open).Is("completed"),
        Stream("done-twice", "[DONE] comes twice.", "gateways that add theirs").Token("Hi").Finish().Done().Done().End().Is("completed"),
        Stream("late-done", "Finish reason and [DONE] come long after the last token.", "servers with work left to do")
            .Token("Hi").Wait().Token("!").Wait(2).Finish().Wait().Done().End().Is("completed"),
        Stream("length", "The budget ended the answer: that is a good end.", "all").Token("Hi").Finish("length").Done().End().Is("completed"),
        Stream("done-then-open", "After [DONE] the socket stays open.", "mlx_lm, proxies").Token("Hi").Finish().Done().Then(Open).Is("completed"),
        Stream("done-then-reset", "After [DONE] the connection is reset.", "proxies").Token("Hi").Finish().Done().Then(Reset).Is("completed"),
        Stream("finish-then-open", "A finish reason, then silence: the answer is whole all the same.", "proxies that swallow [DONE]").Token("Hi").Finish().Then(Open).ForPatience(idle: Short).Is("completed"),
        Stream("finish-then-reset", "A finish reason, then a reset.", "servers that exit at once").Token("Hi").Finish().Wait().Then(Reset).Is("completed"),
        Stream("finish-then-fin", "A finish reason, then the connection is closed in the middle of the body.", "servers that exit at once").Token("Hi").Finish().Wait().Is("completed"),
        Stream("after-done", "An answer goes on after [DONE]: it does not count.", "a broken proxy").Token("Hi").Finish().Send("data: [DONE]\n\n" + Event(Answer("more"))).End().Is("completed"),
        Stream("no-done", "A finish reason, a clean end, but no [DONE].", "Ollama's older versions, gateways").Token("Hi").Finish().End().Is("completed"),
        Stream("done-without-finish", "[DONE], but never a finish reason.", "servers that died and were wrapped").Token("Hi").Done().End().Is("truncated", "no-finish-reason", says: "without a finish reason"),
        Http("http10-fin", "HTTP/1.0 without length: the server died, and its FIN looks like a clean end.", "mlx_lm").Raw(CloseDelimited).Send(Event(Answer("Hi"))).Shows(answer: "Hi").Is("truncated", "no-finish-reason", says: "without a finish reason"),
        Http("http10-half-close", "The same, and the socket is only half closed.", "proxies").Raw(CloseDelimited).Send(Event(Answer("Hi"))).Shows(answer: "Hi").Then(new HazardStep.HalfClose()).Is("truncated", "no-finish-reason", says: "without a finish reason"),
        Http("http10-good", "HTTP/1.0 without length, properly finished.", "mlx_lm")
            .Raw(CloseDelimited).Wait().Send(Event(Answer("Hi"))).Shows(answer: "Hi").Send(Event(Chunk("{}", "stop"))).Finishes("stop").Send("data: [DONE]\n\n").Is("completed"),
        Stream("cut-with-ids", "The stream ends early though its events have ids and a retry time: it is not asked for again.", "gateways that speak as event sources do")
            .Wait().Send($"id: 1\nretry: 10\ndata: {Answer("Hi")}\n\n").Shows(answer: "Hi").End().Is("truncated", "no-finish-reason", says: "without a finish reason"),
        Http("fin-before-headers", "The connection is closed before any answer.", "a server that exits").Wait().Is("failed", "connection-reset", says: "ended prematurely"),
        Http("reset-before-headers", "The connection is reset before any answer.", "a crashing server").Wait().Then(Reset).Is("failed", "connection-reset", says: "connection broke"),
        Stream("reset-after-headers", "Reset after the headers.", "a crashing server").Wait().Then(Reset).Is("failed", "connection-reset", says: "connection broke"),
        Stream("fin-after-headers", "Closed after the headers of a body in chunks.", "a crashing server").Wait().Is("failed", "connection-reset", says: "ended prematurely"),
        Stream("fin-in-first-event", "Closed inside the first event.", "a crashing server").Wait().Send("data: {\"choices\":[{\"ind").IsMalformed().Is("failed", "connection-reset", says: "ended prematurely"),
        Stream("reset-in-first-event", "Reset inside the first event.", "a crashing server").Wait().Send("data: {\"choices\":[{\"ind").IsMalformed().Wait().Then(Reset).Is("failed", "connection-reset", says: "connection broke"),
        Stream("fin-in-event", "Closed inside a later event.", "a killed server").Token("Hello").Wait().Send("data: {\"choices\":[{\"ind").IsMalformed().Is("truncated", "connection-reset", says: "ended prematurely"),
        Stream("reset-in-event", "Reset inside a later event.", "a killed server").Token("Hello").Wait().Send("data: {\"choices\":[{\"ind").IsMalformed().Wait().Then(Reset).Is("truncated", "connection-reset", says: "connection broke"),
        Stream("reset-mid-stream", "Reset after some text.", "kernel panic, out of memory").Token("Hello").Wait().Then(Reset).Is("truncated", "connection-reset", says: "connection broke"),
        Stream("chunked-cut", "The chunked body ends without its last chunk.", "a killed server").Token("Hello").Is("truncated", "connection-reset", says: "ended prematurely"),
        Http("content-length-cut", "The body is shorter than its Content-Length.", "a killed proxy")
            .Raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9000\r\n\r\n").Wait().Send(Event(Answer("Hello"))).Shows(answer: "Hello").Is("truncated", "connection-reset", says: "ended prematurely"),
        Stream("cut-in-event", "The stream is cut inside an event.", "a killed server").Token("Hello").Wait().Send("data: {\"choices\":[{\"index\":0,\"delta\":{\"con").IsMalformed().End().Is("truncated", "no-finish-reason", says: "without a finish reason"),
        Http("stall-before-headers", "Not one byte: the idle limit ends it.", "a hung server").Then(Open).ForPatience(idle: Short).Is("failed", "idle-timeout", says: "No byte"),
        Stream("stall-before-text", "Headers, then silence.", "a hung server").Then(Open).ForPatience(idle: Short).Is("failed", "idle-timeout", says: "No byte"),
        Stream("stall", "Text, then silence: the idle limit ends it.", "a hung server").Token("Hello").Then(Open).ForPatience(idle: Short).Is("truncated", "idle-timeout", says: "No byte"),
        Stream("stall-in-event", "Silence inside an event.", "a hung server").Token("Hello").Send("data: {\"choices\":[{\"ind").IsMalformed().Then(Open).ForPatience(idle: Short).Is("truncated", "idle-timeout", says: "No byte"),
        Stream("drips", "An event that gets a few bytes now and then and never ends: the request limit ends it.", "a hung proxy")
            .Token("Hi").Send("data: {\"x\":\"").IsMalformed().Send("drip ").Then(new HazardStep.RepeatForever()).ForPatience(total: Pause * 6).Is("truncated", "total-timeout", says: "Not finished"),
        Stream("endless-tokens", "Tokens for ever: the budget is not kept, and the request limit ends it.", "older servers that ignore max_tokens")
            .Token("Hi").Wait().Send(Event(Answer("!"))).Shows(answer: "!").Repeats("!").ForPatience(total: Pause * 6).Is("truncated", "total-timeout", says: "Not finished"),
        Stream("endless-line", "A line without an end, a megabyte at a time: it is given up before it fills the memory.", "a wrong port")
            .Token("Hi").Send(new string('x', 1 << 20)).Then(new HazardStep.RepeatForever()).Is("failed", "not-a-stream", says: "without a line's end"),
        Stream("never-ends", "Keep-alive comments for ever: the request limit ends it.", "a looping server")
            .Token("Hi").Send(": still here\n\n").Then(new HazardStep.RepeatForever()).ForPatience(total: Pause * 6).Is("truncated", "total-timeout", says: "Not finished"),
        Stream("unfinished-last-event", "The last event lacks its blank line.", "llama.cpp when killed at the end").Token("Hi").Send("data: " + Chunk("""{"content":"!"}""", "stop")).Shows(answer: "!").Finishes("stop").End().Is("completed"),
        Stream("unfinished-last-line", "The last event's line ends, but no blank line follows.", "gateways that trim").Token("Hi").Wait().Send($"data: {Chunk("""{"content":"!"}""", "stop")}\n").Shows(answer: "!").Finishes("stop").End().Is("completed"),
        Stream("unfinished-done", "[DONE] lacks its blank line.", "gateways that trim").Token("Hi").Finish().Send("data: [DONE]").End().Is("completed"),
        Stream("zero-tokens", "A clean finish without a single token.", "mlx_lm on an exact cache hit").Role().Finish().Done().End().Is("empty", "no-tokens", says: "without a single token"),
        Stream("only-done", "Nothing but [DONE].", "gateways").Done().End().Is("empty", "no-tokens", says: "no token and no finish reason"),
    ];
}
