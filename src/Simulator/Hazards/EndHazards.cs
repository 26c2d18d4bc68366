using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>How a stream may end, or not.</summary>
internal static class EndHazards
{
    private const string CloseDelimited = "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("done-then-open", "After [DONE] the socket stays open.", "mlx_lm, proxies").Token("Hi").Finish().Done().Then(new HazardStep.StayOpen()).Is("completed"),
        Stream("no-done", "A finish reason, a clean end, but no [DONE].", "Ollama's older versions, gateways").Token("Hi").Finish().End().Is("completed"),
        Stream("done-without-finish", "[DONE], but never a finish reason.", "servers that died and were wrapped").Token("Hi").Done().End().Is("truncated", "no-finish-reason"),
        Http("http10-fin", "HTTP/1.0 without length: the server died, and its FIN looks like a clean end.", "mlx_lm").Raw(CloseDelimited).Send(Event(Answer("Hi"))).Shows(answer: "Hi").Is("truncated", "no-finish-reason"),
        Http("http10-good", "HTTP/1.0 without length, properly finished.", "mlx_lm")
            .Raw(CloseDelimited).Wait().Send(Event(Answer("Hi"))).Shows(answer: "Hi").Send(Event(Chunk("{}", "stop"))).Finishes("stop").Send("data: [DONE]\n\n").Is("completed"),
        Http("reset-before-headers", "The connection is reset before any answer.", "a crashing server").Wait().Then(new HazardStep.Reset()).Is("failed", "connection-reset"),
        Stream("reset-after-headers", "Reset after the headers.", "a crashing server").Wait().Then(new HazardStep.Reset()).Is("failed", "connection-reset"),
        Stream("reset-mid-stream", "Reset after some text.", "kernel panic, out of memory").Token("Hello").Wait().Then(new HazardStep.Reset()).Is("truncated", "connection-reset"),
        Stream("chunked-cut", "The chunked body ends without its last chunk.", "a killed server").Token("Hello").Is("truncated", "connection-reset"),
        Stream("stall", "Text, then silence: the idle limit ends it.", "a hung server").Token("Hello").Then(new HazardStep.StayOpen()).Is("truncated", "idle-timeout", says: "No byte"),
        Stream("stall-before-text", "Headers, then silence.", "a hung server").Then(new HazardStep.StayOpen()).Is("failed", "idle-timeout"),
        Stream("never-ends", "Keep-alive comments for ever: the request limit ends it.", "a looping server").Token("Hi").Send(": still here\n\n").Then(new HazardStep.RepeatForever()).Is("truncated", "total-timeout"),
        Stream("unfinished-last-event", "The last event lacks its blank line.", "llama.cpp when killed at the end").Token("Hi").Send("data: " + Chunk("""{"content":"!"}""", "stop")).Shows(answer: "!").Finishes("stop").End().Is("completed"),
        Stream("zero-tokens", "A clean finish without a single token.", "mlx_lm on an exact cache hit").Role().Finish().Done().End().Is("empty", "no-tokens"),
        Stream("only-done", "Nothing but [DONE].", "gateways").Done().End().Is("empty", "no-tokens"),
        Http("empty-body", "A 200 with a body of no bytes.", "gateways").Raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n").Is("empty", "no-tokens"),
        Stream("after-done", "An answer goes on after [DONE]: it does not count.", "a broken proxy").Token("Hi").Finish().Send("data: [DONE]\n\n" + Event(Answer("more"))).End().Is("completed"),
    ];
}
