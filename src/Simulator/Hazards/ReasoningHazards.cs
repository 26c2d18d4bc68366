using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Thinking, in its several dresses.</summary>
internal static class ReasoningHazards
{
    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("reasoning-content", "Thinking in reasoning_content.", "LM Studio, llama.cpp, DeepSeek").Role().Wait().Thought("Let me see.").Wait().Token("Yes").EndWell().Is("completed"),
        Stream("reasoning-key", "Thinking in reasoning.", "LM Studio, Ollama, vLLM")
            .Role().Wait().Send(Event(Chunk("""{"reasoning":"Hm."}"""))).Shows(reasoning: "Hm.").Wait().Token("Yes").EndWell().Is("completed"),
        Stream("reasoning-both-keys", "The same thinking under both names in one delta: it counts once.", "vLLM builds and gateways that keep the old name")
            .Role().Wait().Send(Event(Chunk("""{"reasoning":"Hm.","reasoning_content":"Hm."}"""))).Shows(reasoning: "Hm.").Wait().Token("Yes").EndWell().Is("completed"),
        Stream("reasoning-and-answer", "One delta ends the thinking and begins the answer.", "vLLM's reasoning parsers")
            .Thought("Hm").Wait().Send(Event(Chunk("""{"reasoning_content":".","content":"Yes"}"""))).Shows("Yes", ".").Wait().Token("!").EndWell().Is("completed"),
        Stream("inline-think", "Thinking inside the content, between tags.", "mlx_lm, Ollama")
            .Role().Wait().Send(Event(Answer("<think>Hm."))).Shows(reasoning: "Hm.").Wait().Send(Event(Answer("</think>"))).Shows().Wait().Token("Yes").EndWell().Is("completed"),
        Stream("inline-think-split", "A tag split over three chunks.", "mlx_lm")
            .Role().Wait().Send(Event(Answer("<thi"))).Shows().Wait().Send(Event(Answer("nk>Hm.</th"))).Shows(reasoning: "Hm.").Wait().Send(Event(Answer("ink>Yes"))).Shows(answer: "Yes").EndWell().Is("completed"),
        Stream("think-without-opening", "Only the closing tag: the opening one was part of the prompt.", "MiniMax-M2, Qwen3-Thinking templates")
            .Send(Event(Answer("Hm."))).Shows(reasoning: "Hm.").Wait().Send(Event(Answer("</think>Yes"))).Shows(answer: "Yes").EndWell().Is("completed"),
        Stream("think-empty", "Empty thinking between tags, then the answer.", "Qwen3 told not to think").Role().Wait().Send(Event(Answer("<think>\n\n</think>\n\n"))).Shows(answer: "\n\n").Wait().Token("Yes").EndWell().Is("completed"),
        Stream("think-tags-mentioned", "The answer's text speaks of the tags: it is no thinking.", "models asked about themselves").Token("Between <think>").Wait().Token(" and </think>").Wait().Token(" it thinks.").EndWell().Is("completed"),
        Stream("think-tags-unknown", "Tags that nobody here knows: what is between them counts as answer.", "templates of other models").Token("[THINK]Hm.").Wait().Token("[/THINK]Yes").EndWell().Is("completed"),
        Stream("budget-ends-thinking", "The budget ends inside the thinking: there is no answer.", "MiniMax-M2.1 at 500 tokens")
            .Thought("Let").Wait().Thought(" me").Finish("length").Done().End().Is("completed"),
        Stream("budget-ends-inline-thinking", "The same with inline tags.", "mlx_lm")
            .Send(Event(Answer("<think>Let"))).Shows(reasoning: "Let").Wait().Send(Event(Answer(" me"))).Shows(reasoning: " me").Finish("length").Done().End().Is("completed"),
    ];
}
