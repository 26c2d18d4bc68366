using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Streams of another API, and text where a chat completion has none: what cannot be read must not pass for a measurement.</summary>
internal static class OtherTongueHazards
{
    private const string Untold = "without text where a chat completion has it";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("text-completion", "The text stands where the older completions have it.", "a wrong path behind a proxy")
            .Wait().Send(Event("""{"choices":[{"index":0,"text":"Hi","finish_reason":null}]}""")).Send(Event("""{"choices":[{"index":0,"text":"","finish_reason":"stop"}]}""")).Finishes("stop").Done().End().Is("empty", "no-tokens", says: Untold),
        Stream("llama-native", "llama.cpp's own completion events.", "a wrong path behind a proxy").Wait().Send(Event("""{"content":"Hi","stop":false}""")).Send(Event("""{"content":"","stop":true}""")).End().Is("empty", "no-tokens", says: Untold),
        Stream("anthropic-events", "The events of Anthropic's messages.", "a wrong path behind a proxy")
            .Wait().Send("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n").Send("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n").End().Is("empty", "no-tokens", says: Untold),
        Stream("responses-events", "The events of OpenAI's responses.", "a wrong path behind a proxy")
            .Wait().Send("event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n").Send("event: response.completed\ndata: {\"type\":\"response.completed\"}\n\n").End().Is("empty", "no-tokens", says: Untold),
        Http("json-lines", "One JSON a line instead of events.", "Ollama's own API")
            .Raw("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n").Wait().Send("{\"message\":{\"content\":\"Hi\"},\"done\":false}\n{\"message\":{\"content\":\"\"},\"done\":true}\n").Is("failed", "not-a-stream", says: "\"content\":\"Hi\""),
        Stream("refusal", "The model refuses, in a member of its own.", "OpenAI").Role().Wait().Send(Event(Chunk("""{"refusal":"No."}"""))).Finish().Done().End().Is("empty", "no-tokens", says: Untold),
        Stream("function-call", "A call of a function as it was before tool calls.", "older gateways").Role().Wait().Send(Event(Chunk("""{"function_call":{"name":"f","arguments":"{}"}}"""))).Finish("function_call").Done().End().Is("completed"),
        Stream("content-number", "The content is a number: it is told as an event that could not be read.", "gateways in dynamic languages")
            .Token("a").Send(Event(Chunk("""{"content":42}"""))).IsMalformed().Wait().Token("b").EndWell().Is("completed"),
        Stream("content-object", "The content is an object: the same.", "gateways in dynamic languages").Token("a").Send(Event(Chunk("""{"content":{"text":"x"}}"""))).IsMalformed().Wait().Token("b").EndWell().Is("completed"),
        Stream("thinking-parts", "Thinking as a part of the content's list.", "Mistral")
            .Wait().Send(Event(Chunk("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]}]}"""))).Shows(reasoning: "Hm.").Wait().Send(Event(Chunk("""{"content":[{"type":"text","text":"Yes"}]}"""))).Shows(answer: "Yes").EndWell().Is("completed"),
        Stream("delta-and-message", "Each chunk has its delta and, before it, the whole message so far: the delta counts.", "Perplexity")
            .Wait().Send(Event("""{"choices":[{"index":0,"message":{"content":"a"},"delta":{"content":"a"},"finish_reason":null}]}""")).Shows(answer: "a").Wait()
            .Send(Event("""{"choices":[{"index":0,"message":{"content":"ab"},"delta":{"content":"b"},"finish_reason":"stop"}]}""")).Shows(answer: "b").Finishes("stop").Done().End().Is("completed"),
        Stream("cumulative-content", "Each delta repeats the text so far: no reader can know, and the text is kept as it came.", "gateways without incremental output")
            .Wait().Token("Hi").Wait().Token("Hi there").EndWell().Is("completed"),
    ];
}
