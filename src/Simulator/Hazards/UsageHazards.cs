using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Where usage may stand, and what it may say.</summary>
internal static class UsageHazards
{
    private const string Two = ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}";
    private const string One = ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"total_tokens\":10}";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("usage-extra-chunk", "Usage in a chunk of its own with empty choices.", "OpenAI, vLLM, LM Studio").Token("a").Token("b").Finish().Usage(2).Done().End().Is("completed"),
        Stream("usage-in-finish", "Usage in the finish chunk.", "mlx_lm, Ollama").Token("a").Token("b").Send(Event(Chunk("{}", "stop", Two))).Finishes("stop").Counts(2).Done().End().Is("completed"),
        Stream("usage-every-chunk", "Usage in every chunk, counting up.", "vLLM continuous_usage_stats")
            .Send(Event(Chunk("""{"content":"a"}""", null, One))).Shows(answer: "a").Send(Event(Chunk("""{"content":"b"}""", null, Two))).Shows(answer: "b").Counts(2).EndWell().Is("completed"),
        Stream("usage-never", "No usage at all.", "older servers").Token("a").Token("b").EndWell().Is("completed"),
        Stream("usage-null", "usage: null in every chunk but the last.", "OpenAI").Send(Event(Chunk("""{"content":"a"}""", null, ",\"usage\":null"))).Shows(answer: "a").Finish().Usage(1).Done().End().Is("completed"),
        Stream("usage-counts-eos", "Usage counts the end token too: three for two chunks.", "llama.cpp, vLLM").Token("a").Token("b").Finish().Usage(3).Done().End().Is("completed"),
        Stream("usage-as-text", "Numbers as strings.", "gateways written in haste")
            .Token("a").Finish().Send(Event("""{"choices":[],"usage":{"prompt_tokens":"9","completion_tokens":"1"}}""")).Counts(1).Done().End().Is("completed"),
    ];
}
