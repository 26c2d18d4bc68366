using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Errors that come after a 200.</summary>
internal static class ErrorHazards
{
    private const string NoMemory = """{"error":{"message":"out of memory","type":"server_error"}}""";
    private static readonly HazardStep Open = new HazardStep.StayOpen();
    private static readonly TimeSpan Short = Pause * 4;

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("error-data", "An error as data.", "vLLM, llama.cpp").Token("Hi").Send(Event(NoMemory)).End().IsError(),
        Stream("error-line", "An error: line, which event parsers hide.", "llama.cpp").Token("Hi").Send($"error: {NoMemory}\n\n").End().IsError(),
        Stream("error-event", "A named error event.", "LM Studio, Anthropic-like gateways").Token("Hi").Send("event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"out of memory\"}}\n\n").End().IsError(),
        Stream("error-event-in-words", "A named error event whose data is no JSON.", "gateways").Token("Hi").Send("event: error\ndata: out of memory\n\n").End().IsError(),
        Stream("error-event-other-members", "A named error event without a member called error.", "gateways").Token("Hi").Send("event: error\ndata: {\"message\":\"out of memory\",\"code\":500}\n\n").End().IsError(),
        Stream("error-bare-line", "A bare JSON line with the error.", "Ollama").Token("Hi").Send("{\"error\":\"out of memory\"}\n").End().IsError(),
        Stream("error-bare-only", "A bare JSON line with the error, and nothing else.", "Ollama").Wait().Send("{\"error\":\"out of memory\"}\n").End().IsError(),
        Stream("error-unfinished", "The error event lacks its blank line.", "a server that exits").Token("Hi").Wait().Send($"data: {NoMemory}").End().IsError(),
        Stream("error-then-done", "[DONE] follows an error.", "vLLM").Token("Hi").Send(Event(NoMemory)).Done().End().IsError(),
        Stream("error-line-then-done", "[DONE] follows an error: line.", "a server behind a proxy").Token("Hi").Wait().Send($"error: {NoMemory}\n\n").Wait().Done().End().IsError(),
        Stream("error-bare-line-then-done", "[DONE] follows a bare JSON error.", "a server behind a proxy").Token("Hi").Wait().Send("{\"error\":\"out of memory\"}\n\n").Done().End().IsError(),
        Stream("error-then-open", "After an error nothing comes, and the socket stays open.", "a hung server").Token("Hi").Send(Event(NoMemory)).Then(Open).ForPatience(idle: Short).IsError(),
        Stream("error-line-then-open", "The same with an error: line.", "a hung server").Token("Hi").Send($"error: {NoMemory}\n\n").Then(Open).ForPatience(idle: Short).IsError(),
        Stream("error-then-reset", "After an error the connection is reset.", "a crashing server").Token("Hi").Send(Event(NoMemory)).Wait().Then(new HazardStep.Reset()).IsError(),
        Stream("error-first", "The first event is the error.", "llama.cpp").Send(Event("""{"error":"context overflow"}""")).End().Is("failed", "error-event", says: "context overflow"),
        Stream("finish-abort", "The finish reason is abort.", "vLLM, SGLang").Token("Hi").Finish("abort").Done().End().Is("failed", "finish-error", says: "\"abort\""),
        Stream("error-text-cut", "The answer speaks of an error: line and is cut: that is no error of the server.", "models that write about logs")
            .Again(400, script => script.Token("x error: none ")).End().Is("truncated", "no-finish-reason", says: "without a finish reason"),
        Stream("finish-error", "The finish reason is error.", "OpenRouter").Token("Hi").Finish("error").Done().End().Is("failed", "finish-error", says: "\"error\""),
    ];

    private static Hazard IsError(this HazardScript script) => script.Is("failed", "error-event", says: "out of memory");
}
