using System.Text;
using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Lines, blanks and HTTP chunks as the rules allow them, and as few expect them.</summary>
internal static class FramingHazards
{
    private const string CloseDelimited = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static readonly string Hi = Answer("Hi");
    private static readonly string GoodEnd = Event(Chunk("{}", "stop")) + "data: [DONE]\n\n";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("crlf", "Lines end in CR LF.", "IIS, some gateways").Wait().Send($"data: {Hi}\r\n\r\n").Shows(answer: "Hi").Send($"data: {Chunk("{}", "stop")}\r\n\r\ndata: [DONE]\r\n\r\n").Finishes("stop").End().Is("completed"),
        Stream("crlf-split", "A CR and its LF come in two writes: that is one line end, not two.", "IIS, some gateways")
            .Wait().Send($"data: {Hi}\r").Wait().Send("\n\r\n").Shows(answer: "Hi").Wait().Send($"data: {Answer("!")}\r\n\r\n").Shows(answer: "!").EndWell().Is("completed"),
        Stream("cr-only", "Lines end in CR alone.", "the specification").Wait().Send($"data: {Hi}\r\r").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("mixed-line-ends", "Every event ends its lines in another way.", "chains of proxies").Wait().Send($"data: {Answer("a")}\r\n\ndata: {Answer("b")}\n\r\ndata: {Answer("c")}\r\n\r").Shows(answer: "abc").EndWell().Is("completed"),
        Stream("no-blank-lines", "No blank line between the events: to the rules that is one event.", "hand-written servers").Wait().Send($"data: {Answer("a")}\ndata: {Answer("b")}\ndata: [DONE]\n").Shows(answer: "a").IsMalformed().End().Is("truncated", "no-finish-reason", says: "1 event could not be read"),
        Http("wrong-content-type", "A good stream that says it is JSON.", "hand-written servers").Raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n").Wait().Send(Event(Hi)).Shows(answer: "Hi").Send(GoodEnd).Finishes("stop").Is("completed"),
        Http("wrong-charset", "A stream that says it is Latin-1 and is UTF-8, as event streams always are.", "servers with an old default").Raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=iso-8859-1\r\n\r\n").Wait().Send(Event(Answer("量"))).Shows(answer: "量").Send(GoodEnd).Finishes("stop").Is("completed"),
        Stream("no-space", "data: without the space.", "LM Studio's older versions, mlx_lm forks").Wait().Send($"data:{Hi}\n\n").Shows(answer: "Hi").Send($"data:{Chunk("{}", "stop")}\n\ndata:[DONE]\n\n").Finishes("stop").End().Is("completed"),
        Stream("bom", "The stream begins with a byte order mark.", ".NET servers").Wait().Send([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Event(Hi))]).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("multi-line-data", "One event's JSON over two data lines.", "pretty-printing gateways").Wait().Send("data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"Hi\"}}]}\n\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("ids-and-retry", "id: and retry: lines between.", "gateways").Wait().Send($"id: 7\nretry: 100\ndata: {Hi}\n\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("named-events", "Every event has a name.", "LM Studio's native dialect, gateways").Wait().Send($"event: message\ndata: {Hi}\n\n").Shows(answer: "Hi").Send($"event: chunk\ndata: {Chunk("{}", "stop")}\n\n").Finishes("stop").Done().End().Is("completed"),
        Stream("comment-inside-event", "A comment between the lines of an event.", "proxies that add keep-alives").Wait().Send($": ping\ndata: {Hi}\n: pong\n\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("blank-lines", "More blank lines than needed.", "gateways").Send("\n\n\n").Wait().Send($"\n\ndata: {Hi}\n\n\n\n").Shows(answer: "Hi").EndWell().Is("completed"),
        Http("one-byte-writes", "Every byte in a write of its own.", "debugging proxies").Raw(CloseDelimited).Wait().Bytewise(Event(Hi)).Shows(answer: "Hi").Send(GoodEnd).Finishes("stop").Is("completed"),
        Http("one-byte-chunks", "Every byte in an HTTP chunk of its own.", "debugging proxies").Raw(GoodHead).Wait().Raw([.. Encoding.UTF8.GetBytes(Event(Hi)).SelectMany(single => HttpChunk([single]))]).Shows(answer: "Hi")
            .Raw(HttpChunk(GoodEnd)).Finishes("stop").End().Is("completed"),
        Http("chunk-extensions", "HTTP chunks with extensions, upper-case sizes and trailers.", "the HTTP specification")
            .Raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n").Wait()
            .Raw(Extended(Event(Hi))).Shows(answer: "Hi").Raw(Extended(GoodEnd)).Finishes("stop").Raw("0\r\nX-Sum: 1\r\n\r\n").Is("completed"),
        Http("chunk-split-in-size", "A write ends inside an HTTP chunk's size line.", "proxies").Raw(GoodHead).Wait().Raw(HttpChunk(Event(Hi))[..1]).Wait().Raw(HttpChunk(Event(Hi))[1..]).Shows(answer: "Hi")
            .Raw(HttpChunk(GoodEnd)).Finishes("stop").End().Is("completed"),
        Http("content-length", "A stream with a Content-Length, all in one write.", "buffering proxies").Wait().Raw(Buffered(Event(Answer("a")) + Event(Answer("b")) + GoodEnd)).Shows(answer: "ab").Finishes("stop").Is("completed"),
        Http("no-content-type", "A good stream that does not say it is one.", "hand-written servers").Raw("HTTP/1.1 200 OK\r\n\r\n").Wait().Send(Event(Hi)).Shows(answer: "Hi").Send(GoodEnd).Finishes("stop").Is("completed"),
        Http("interim-answer", "A 103 comes before the 200.", "proxies that send early hints").Raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n").Wait().Raw(CloseDelimited).Wait().Send(Event(Hi)).Shows(answer: "Hi").Send(GoodEnd).Finishes("stop").Is("completed"),
    ];

    private static HazardScript Bytewise(this HazardScript script, string events) =>
        Encoding.UTF8.GetBytes(events).Aggregate(script, (written, single) => written.Raw([single]));

    private static string Extended(string events) => $"{events.Length:X4};note=\"x\"\r\n{events}\r\n";

    private static string Buffered(string events) => $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {events.Length}\r\n\r\n{events}";
}
