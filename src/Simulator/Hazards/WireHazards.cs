using System.Text;
using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>HTTP itself, bent and broken: what comes before a body and around its chunks.</summary>
internal static class WireHazards
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private static readonly string Good = Event(Answer("Hi")) + Event(Chunk("{}", "stop")) + "data: [DONE]\n\n";
    private static readonly HazardStep Open = new HazardStep.StayOpen();

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Http("status-without-reason", "The status line has no words after its number.", "HTTP/2 gateways that speak HTTP/1.1").Raw("HTTP/1.1 200\r\nContent-Type: text/event-stream\r\n\r\n").Closes(),
        Http("status-no-number", "The status is a word.", "hand-written servers").Wait().Raw("HTTP/1.1 OK\r\n\r\n").IsNoHttp(),
        Http("no-status-line", "Events without any HTTP before them.", "hand-written servers").Wait().Raw(Good).IsNoHttp(),
        Http("other-protocol", "Another protocol's greeting.", "a port of ssh").Wait().Raw("SSH-2.0-OpenSSH_9.6\r\n").IsNoHttp(),
        Http("http2-preface", "The opening words of HTTP/2.", "a port that speaks HTTP/2 only").Wait().Raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").IsNoHttp(),
        Http("http2-settings", "A settings frame of HTTP/2, and the connection is closed.", "a port that speaks HTTP/2 only").Wait().Raw([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]).IsCutInHeaders(),
        Http("tls-alert", "An alert of TLS, and the connection is closed: the address should begin with https.", "a port that speaks TLS only").Wait().Raw([0x15, 3, 1, 0, 2, 2, 70]).IsCutInHeaders(),
        Http("header-without-colon", "A header line that is none.", "hand-written servers").Wait().Raw($"{Head}Nonsense\r\n\r\n{Good}").IsNoHttp(),
        Http("header-nul", "A header's value has a NUL.", "a broken proxy").Raw($"{Head}X-Id: a\0b\r\n\r\n").Closes(),
        Http("header-bytes", "A header's value has bytes that are neither ASCII nor UTF-8.", "servers that echo a file's name").Raw([.. Encoding.ASCII.GetBytes($"{Head}X-Model: qu"), 0xE9, 0xFF, .. "\r\n\r\n"u8]).Closes(),
        Http("header-folded", "A header goes on in the next line, as was allowed once.", "old proxies").Raw($"{Head}X-Note: one\r\n two\r\n\r\n").Closes(),
        Http("header-lf-only", "Header lines end in LF alone.", "hand-written servers").Raw("HTTP/1.1 200 OK\nContent-Type: text/event-stream\n\n").Closes(),
        Http("headers-drip", "One header line after the other, each after a pause.", "CGI behind a slow proxy").Raw("HTTP/1.1 200 OK\r\n").Wait(0.5).Raw("Content-Type: text/event-stream\r\n").Wait(0.5).Raw("X-A: 1\r\n").Wait(0.5).Raw("\r\n").Closes(),
        Http("many-headers", "Four hundred headers, 20 KB.", "chains of proxies").Raw($"{Head}{Many(400)}\r\n").Closes(),
        Http("headers-too-long", "Headers of 80 KB.", "a looping proxy").Wait().Raw($"{Head}{Many(1600)}\r\n{Good}").Is("failed", "invalid-http", says: "headers"),
        Http("stall-in-headers", "Silence in the middle of the headers.", "a hung proxy").Raw(Head).Then(Open).ForPatience(idle: Pause * 4).Is("failed", "idle-timeout", says: "No byte"),
        Http("fin-in-headers", "Closed in the middle of the headers.", "a crashing server").Wait().Raw(Head).IsCutInHeaders(),
        Http("reset-in-headers", "Reset in the middle of the headers.", "a crashing server").Wait().Raw(Head).Wait().Then(new HazardStep.Reset()).IsCutInHeaders(),
        Http("interim-100", "A 100 comes though none was asked for.", "proxies").Raw("HTTP/1.1 100 Continue\r\n\r\n").Wait().Raw($"{Head}\r\n").Closes(),
        Http("interim-many", "Ten times 102 while the prompt is read.", "servers that keep a proxy awake").Again(10, script => script.Raw("HTTP/1.1 102 Processing\r\n\r\n")).Wait().Raw($"{Head}\r\n").Closes(),
        Http("switching-protocols", "A 101: the server would speak WebSocket.", "a port of a chat page").Wait().Raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n").Is("failed", "http-101", says: "HTTP 101"),
        Http("length-and-chunked", "Both a length and chunks: the chunks count.", "broken proxies").Raw($"{Head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n").Wait().Raw(HttpChunk(Good)).Shows(answer: "Hi").Finishes("stop").End().Is("completed"),
        Http("length-too-short", "The Content-Length ends within the answer.", "proxies that count characters for bytes").Raw($"{Head}Content-Length: {Event(Answer("Hi")).Length}\r\n\r\n").Wait().Send(Event(Answer("Hi"))).Shows(answer: "Hi").Send(Event(Chunk("{}", "stop")) + "data: [DONE]\n\n").Is("truncated", "no-finish-reason", says: "without a finish reason"),
        Http("length-too-long", "The answer is whole, its Content-Length promises more, and the socket stays open.", "proxies").Raw($"{Head}Content-Length: 9000\r\n\r\n").Wait().Send(Good).Shows(answer: "Hi").Finishes("stop").Then(Open).Is("completed"),
        Http("length-no-number", "The Content-Length is a word: the closed connection ends the body.", "hand-written servers").Raw($"{Head}Content-Length: many\r\n\r\n").Closes(),
        Http("two-answers", "A second whole answer follows the first on the connection.", "broken proxies").Raw($"{Head}Content-Length: {Good.Length}\r\n\r\n").Wait().Raw($"{Good}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno").Shows(answer: "Hi").Finishes("stop").Is("completed"),
        Stream("chunk-size-no-number", "An HTTP chunk's size is no number.", "broken proxies").Token("Hi").Wait().Raw("zz\r\n").Is("truncated", "invalid-http", says: "breaks HTTP"),
        Stream("chunk-size-too-small", "An HTTP chunk is longer than its size says.", "proxies that count characters for bytes").Token("Hi").Wait().Raw($"5\r\n{Event(Answer("more"))}\r\n").Is("truncated", "invalid-http", says: "breaks HTTP"),
        Stream("chunk-size-too-large", "An HTTP chunk is shorter than its size says, and the connection ends.", "a killed server").Raw($"fff\r\n{Event(Answer("Hi"))}").Shows(answer: "Hi").Is("truncated", "connection-reset", says: "ended prematurely"),
        Stream("chunk-size-huge", "An HTTP chunk's size is greater than any number.", "broken proxies").Token("Hi").Wait().Raw("FFFFFFFFFFFFFFFFFF\r\n").Is("truncated", "invalid-http", says: "breaks HTTP"),
        Stream("trailer-nonsense", "After the last HTTP chunk comes a trailer that is none.", "broken proxies").Token("Hi").Finish().Done().Wait().Raw("0\r\nNonsense\r\n\r\n").Is("completed"),
        Http("trailer-nonsense-at-once", "The same in one write with all the answer, whose text is then never handed out.", "broken proxies").Wait().Raw([.. Encoding.ASCII.GetBytes(GoodHead), .. HttpChunk(Good), .. "0\r\nNonsense\r\n\r\n"u8]).IsNoHttp(),
    ];

    private static string Many(int headers) => string.Concat(Enumerable.Range(0, headers).Select(number => $"X-Header-{number}: {new string('x', 32)}\r\n"));

    /// <summary>A good answer after these headers, ended by the closed connection.</summary>
    private static Hazard Closes(this HazardScript script) => script.Wait().Send(Event(Answer("Hi"))).Shows(answer: "Hi").Send(Event(Chunk("{}", "stop")) + "data: [DONE]\n\n").Finishes("stop").Is("completed");

    private static Hazard IsCutInHeaders(this HazardScript script) => script.Is("failed", "connection-reset", says: "within the headers");

    private static Hazard IsNoHttp(this HazardScript script) => script.Is("failed", "invalid-http", says: "breaks HTTP");
}
