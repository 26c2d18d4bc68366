using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>What comes before the first token and is none.</summary>
internal static class FirstTokenHazards
{
    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("plain", "Nothing odd: the yardstick of the others.", "all").Role().Wait().Token("Hello").Wait().Token(" world").EndWell().Is("completed"),
        Stream("early-headers", "Headers arrive long before the first token.", "llama.cpp (8 ms against 1482 ms)").Wait(3).Role().Token("Hi").EndWell().Is("completed"),
        Stream("role-empty", "The first chunk has a role and an empty content.", "vLLM, LM Studio").Role().Wait(2).Token("Hi").EndWell().Is("completed"),
        Stream("role-null", "The first chunk has a role and null content.", "llama.cpp").Send(Event(Chunk("""{"role":"assistant","content":null}"""))).Wait(2).Token("Hi").EndWell().Is("completed"),
        Stream("empty-deltas", "Several deltas without text.", "vLLM while it holds text back")
            .Role().Send(Event(Chunk("{}"))).Wait().Send(Event(Answer(""))).Wait().Token("Hi").EndWell().Is("completed"),
        Stream("keep-alive-comments", "Comment lines while the prompt is read.", "OpenRouter, LM Studio").Send(": keep-alive\n\n").Wait().Send(": keep-alive\n\n").Wait().Token("Hi").EndWell().Is("completed"),
        Stream("prompt-progress", "Progress events before the first token.", "llama.cpp (return_progress)")
            .Send(Event(Chunk("{}", null, ",\"prompt_progress\":{\"total\":100,\"cache\":0,\"processed\":50,\"time_ms\":100}"))).Wait(2).Token("Hi").EndWell().Is("completed"),
        Stream("finish-carries-text", "The chunk with the finish reason carries the last text.", "Ollama, LM Studio")
            .Token("Hello").Wait().Send(Event(Chunk("""{"content":" end"}""", "stop"))).Shows(answer: " end").Finishes("stop").Wait().Done().End().Is("completed"),
        Stream("only-finish-text", "All the text comes with the finish reason.", "mlx_lm for very short answers")
            .Role().Wait().Send(Event(Chunk("""{"content":"42"}""", "stop"))).Shows(answer: "42").Finishes("stop").Done().End().Is("completed"),
    ];
}
