using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Lines, blanks and HTTP chunks as the rules allow them, and as few expect them.</summary>
internal static class FramingHazards
{
    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("crlf", "Lines end in CR LF.", "IIS, some gateways").Wait().Send($"data: {Answer("Hi")}\r\n\r\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("cr-only", "Lines end in CR alone.", "the specification").Wait().Send($"data: {Answer("Hi")}\r\r").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("no-space", "data: without the space.", "LM Studio's older versions, mlx_lm forks").Send($"data:{Answer("Hi")}\n\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("bom", "The stream begins with a byte order mark.", ".NET servers").Send([0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(Event(Answer("Hi")))]).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("multi-line-data", "One event's JSON over two data lines.", "pretty-printing gateways").Send("data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"Hi\"}}]}\n\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("ids-and-retry", "id: and retry: lines between.", "gateways").Send($"id: 7\nretry: 100\ndata: {Answer("Hi")}\n\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Http("one-byte-writes", "Every byte in a write of its own.", "debugging proxies").Raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n").Bytewise(Event(Answer("Hi"))).Shows(answer: "Hi")
            .Send(Event(Chunk("{}", "stop")) + "data: [DONE]\n\n").Finishes("stop").Is("completed"),
        Http("chunk-extensions", "HTTP chunks with extensions, upper-case sizes and trailers.", "the HTTP specification")
            .Raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n").Wait()
            .Raw(Extended(Event(Answer("Hi")))).Shows(answer: "Hi").Raw(Extended(Event(Chunk("{}", "stop")) + "data: [DONE]\n\n")).Finishes("stop").Raw("0\r\nX-Sum: 1\r\n\r\n").Is("completed"),
        Http("content-length", "A stream with a Content-Length, all in one write.", "buffering proxies").Wait().Raw(Buffered(Event(Answer("a")) + Event(Answer("b")) + Event(Chunk("{}", "stop")) + "data: [DONE]\n\n")).Shows(answer: "ab").Finishes("stop").Is("completed"),
    ];

    private static HazardScript Bytewise(this HazardScript script, string events) =>
        System.Text.Encoding.UTF8.GetBytes(events).Aggregate(script, (written, single) => written.Raw([single]));

    private static string Extended(string events) => $"{events.Length:X4};note=\"x\"\r\n{events}\r\n";

    private static string Buffered(string events) => $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {events.Length}\r\n\r\n{events}";
}
