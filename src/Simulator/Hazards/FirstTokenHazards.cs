using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>What comes before the first token and is none.</summary>
internal static class FirstTokenHazards
{
    private const string Progress = ""","prompt_progress":{"total":100,"cache":0,"processed":50,"time_ms":100}""";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("plain", "Nothing odd: the yardstick of the others.", "all").Role().Wait().Token("Hello").Wait().Token(" world").Wait().EndWell().Is("completed"),
        Stream("early-headers", "Headers arrive long before the first token.", "llama.cpp (8 ms against 1482 ms)").Wait(3).Role().Token("Hi").EndWell().Is("completed"),
        Http("late-headers", "Headers are held back until the prompt is read.", "servers that prefill first").Wait(3).Raw(GoodHead).Wait().Raw(HttpChunk(Event(Answer("Hi")))).Shows(answer: "Hi")
            .Raw(HttpChunk(Event(Chunk("{}", "stop")))).Finishes("stop").Raw(HttpChunk("data: [DONE]\n\n")).End().Is("completed"),
        Stream("role-empty", "The first chunk has a role and an empty content.", "vLLM, LM Studio").Role().Wait(2).Token("Hi").EndWell().Is("completed"),
        Stream("role-null", "The first chunk has a role and null content.", "llama.cpp").Send(Event(Chunk("""{"role":"assistant","content":null}"""))).Wait(2).Token("Hi").EndWell().Is("completed"),
        Stream("role-only", "The first chunk has a role and no content at all.", "OpenAI-compatible gateways").Send(Event(Chunk("""{"role":"assistant"}"""))).Wait(2).Token("Hi").EndWell().Is("completed"),
        Stream("role-with-text", "The first chunk has the role and the first text.", "mlx_lm, Ollama")
            .Wait().Send(Event(Chunk("""{"role":"assistant","content":"Hi"}"""))).Shows(answer: "Hi").Wait().Token("!").EndWell().Is("completed"),
        Stream("empty-deltas", "Several deltas without text.", "vLLM while it holds text back")
            .Role().Send(Event(Chunk("{}"))).Wait().Send(Event(Answer(""))).Send(Event(Chunk("""{"content":null}"""))).Wait().Token("Hi").EndWell().Is("completed"),
        Stream("empty-reasoning", "Thinking and answer are both there and both empty.", "gateways in typed languages")
            .Send(Event(Chunk("""{"content":"","reasoning_content":""}"""))).Wait().Send(Event(Chunk("""{"content":null,"reasoning":""}"""))).Wait().Token("Hi").EndWell().Is("completed"),
        Stream("keep-alive-comments", "Comment lines while the prompt is read.", "OpenRouter, LM Studio").Send(": keep-alive\n\n").Wait().Send(": keep-alive\n\n").Wait().Token("Hi").EndWell().Is("completed"),
        Stream("keep-alive-outlasts-idle", "Comment lines keep a slow prompt alive for longer than the idle limit.", "mlx_lm, OpenRouter")
            .Comment().Wait().Comment().Wait().Comment().Wait().Comment().Wait().Comment().Wait().Comment().Wait().Comment().Wait().Token("Hi").EndWell()
            .ForPatience(idle: Pause * 5).Is("completed"),
        Stream("keep-alive-for-minutes", "The keep-alive comments of ten minutes, six hundred of them, played in a moment.", "mlx_lm at long prompts").Again(600, Comment).Wait().Token("Hi").EndWell().Is("completed"),
        Stream("empty-data", "Events whose data is empty: they are nothing.", "gateways' heartbeats").Send("data:\n\ndata: \n\ndata\n\n").Wait().Token("Hi").EndWell().Is("completed"),
        Stream("ping-events", "Named ping events without a choice.", "Anthropic-like gateways").Send("event: ping\ndata: {\"type\":\"ping\"}\n\n").Wait().Token("Hi").EndWell().Is("completed"),
        Stream("long-comment", "A comment of 1 MB.", "proxies that pad to get through buffers").Send($": {new string('x', 1 << 20)}\n\n").Wait().Token("Hi").EndWell().Is("completed"),
        Stream("prompt-progress", "Progress events before the first token.", "llama.cpp (return_progress)")
            .Send(Event(Chunk("{}", null, Progress))).Wait(2).Send(Event($"{{\"choices\":[]{Progress}}}")).Wait().Token("Hi").EndWell().Is("completed"),
    ];

    private static HazardScript Comment(this HazardScript script) => script.Send(": keepalive\n\n");
}
