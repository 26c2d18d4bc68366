using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>JSON that is odd but right, JSON that is wrong, and what hides between its brackets.</summary>
internal static class JsonHazards
{
    private const string Spaced = """{ "id" : "hazard" , "choices" : [ { "index" : 0 , "delta" : { "content" : "Hi" } , "finish_reason" : null } ] }""";
    private const string Decoys = """{"id":"\"choices\":[{\"delta\":{\"content\":\"no\"}}]","meta":{"choices":[{"delta":{"content":"no"}}],"usage":{"completion_tokens":99},"error":"no"},"choices":[{"index":0,"delta":{"notes":[{"content":"no"}],"content":"Hi"},"message_id":"content","finish_reason":null}]}""";
    private const string Logprobs = """{"choices":[{"index":0,"logprobs":{"content":[{"token":"Hi","logprob":-0.1,"bytes":[72,105],"top_logprobs":[]}]},"delta":{"content":"Hi"},"finish_reason":null}]}""";
    private static readonly string Deep = $"{{\"x\":{new string('[', 200)}{new string(']', 200)},\"choices\":[]}}";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("spaced-json", "Blanks wherever JSON allows them.", "pretty-printing gateways").Wait().Send(Event(Spaced)).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("escaped-keys", "The names of members are written with escapes.", "servers that escape to ASCII").Wait().Send(Event("""{"choi\u0063es":[{"index":0,"d\u0065lta":{"conten\u0074":"Hi"}}]}""")).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("odd-order", "Usage and finish reason come before the text of the same chunk.", "servers that sort members")
            .Wait().Send(Event("""{"usage":{"completion_tokens":1,"prompt_tokens":9},"model":"hazard","choices":[{"finish_reason":"stop","delta":{"content":"Hi"},"index":0}]}""")).Shows(answer: "Hi").Finishes("stop").Counts(new HazardUsage(9, 1)).Done().End().Is("completed"),
        Stream("decoys", "Members that look like text stand where none is read.", "gateways that add notes").Wait().Send(Event(Decoys)).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("logprobs", "Log probabilities have a content of their own.", "OpenAI, vLLM").Wait().Send(Event(Logprobs)).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("duplicate-content", "One delta has its content twice: the first counts.", "gateways that merge objects").Wait().Send(Event(Chunk("""{"content":"Hi","content":"Hi"}"""))).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("duplicate-choices", "One chunk has its choices twice: the first that has text counts.", "gateways that merge objects")
            .Wait().Send(Event("""{"choices":[],"choices":[{"index":0,"delta":{"content":"Hi"}}],"choices":[{"index":0,"delta":{"content":"no"}}]}""")).Shows(answer: "Hi").EndWell().Is("completed"),
        Stream("duplicate-usage", "One chunk has its usage twice: the last counts, as it does over the whole stream.", "gateways that merge objects")
            .Token("a").Finish().Send(Event("""{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":7},"usage":{"prompt_tokens":9,"completion_tokens":1}}""")).Counts(new HazardUsage(9, 1)).Done().End().Is("completed"),
        Stream("nul-escaped", "The text has a NUL, written as an escape.", "byte-level models").Wait().Send(Event(Chunk("""{"content":"a\u0000b"}"""))).Shows(answer: "a\0b").EndWell().Is("completed"),
        Stream("nul-byte", "A raw NUL inside a JSON string: that is no JSON.", "C strings").Token("a").Send(Event(Chunk("{\"content\":\"b\0c\"}"))).IsMalformed().Wait().Token("d").EndWell().Is("completed"),
        Stream("nul-lines", "Lines of NULs between the events.", "padding proxies").Send("\0\0\0\0\n\n").Wait().Token("Hi").Send("\0\n").EndWell().Is("completed"),
        Stream("raw-tab", "A raw tab inside a JSON string: that is no JSON.", "hand-written JSON").Token("a").Send(Event(Chunk("{\"content\":\"b\tc\"}"))).IsMalformed().Wait().Token("d").EndWell().Is("completed"),
        Stream("surrogates-as-bytes", "The halves of an emoji, each in three bytes: that is no UTF-8.", "Java, old databases")
            .Wait().Send([.. "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a"u8, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, .. "b\"}}]}\n\n"u8]).Shows(answer: "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb").EndWell().Is("completed"),
        Stream("deep-json", "A member of two hundred lists in each other.", "attacks").Token("a").Send(Event(Deep)).IsMalformed().Wait().Token("b").EndWell().Is("completed"),
        Stream("nan-after-text", "A chunk's usage has NaN, which is no JSON: the text and the finish reason before it are kept.", "Python servers")
            .Token("a").Send(Event("""{"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"completion_tokens":2,"tps":NaN}}""")).Shows(answer: "b").Finishes("stop").IsMalformed().Done().End().Is("completed"),
        Stream("nan-before-text", "NaN comes before the text: what follows it in its event is lost.", "Python servers")
            .Token("a").Send(Event("""{"tps":NaN,"choices":[{"index":0,"delta":{"content":"b"}}]}""")).IsMalformed().Wait().Token("c").EndWell().Is("completed"),
        Stream("nan-in-finish", "NaN hides the finish reason: nobody can say that the answer is whole.", "Python servers")
            .Token("a").Send(Event("""{"tps":Infinity,"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")).IsMalformed().Done().End().Is("truncated", "no-finish-reason", says: "1 event could not be read"),
        Stream("single-quotes", "Python's own notation instead of JSON.", "hand-written Python servers")
            .Wait().Send("data: {'choices': [{'index': 0, 'delta': {'content': 'Hi'}}]}\n\n").IsMalformed().Done().End().Is("empty", "no-tokens", says: "1 event could not be read"),
        Stream("json-in-json", "Each event is a JSON string that holds JSON.", "gateways that encode twice").Wait().Send(Event(Quote(Answer("Hi")))).IsMalformed().Done().End().Is("empty", "no-tokens", says: "1 event could not be read"),
        Stream("two-objects-in-one-event", "An event holds two chunks: the second is not read, and that is told.", "gateways that forget a blank line")
            .Wait().Send($"data: {Answer("a")}\ndata: {Answer("b")}\n\n").Shows(answer: "a").IsMalformed().EndWell().Is("completed"),
        Stream("json-then-words", "Words follow the JSON of an event.", "debugging servers").Wait().Send(Event($"{Answer("a")} ok")).Shows(answer: "a").IsMalformed().EndWell().Is("completed"),
        Stream("list-of-chunks", "Each event is a list of chunks.", "Google's gateways").Wait().Send(Event($"[{Answer("Hi")}]")).IsMalformed().Done().End().Is("empty", "no-tokens", says: "1 event could not be read"),
    ];
}
