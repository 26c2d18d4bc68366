using static LlmObs.Simulator.Hazards.HazardScript;

namespace LlmObs.Simulator.Hazards;

/// <summary>Where usage may stand, and what it may say.</summary>
internal static class UsageHazards
{
    private const string Details = ""","usage":{"prompt_tokens":9,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":3}}""";

    public static IReadOnlyList<Hazard> All { get; } =
    [
        Stream("usage-extra-chunk", "Usage in a chunk of its own with empty choices.", "OpenAI, vLLM, LM Studio").Token("a").Token("b").Finish().Usage(2).Done().End().Is("completed"),
        Stream("usage-in-finish", "Usage in the finish chunk.", "mlx_lm, Ollama")
            .Token("a").Token("b").Send(Event(Chunk("{}", "stop", UsageMember(9, 2)))).Finishes("stop").Counts(new HazardUsage(9, 2)).Done().End().Is("completed"),
        Stream("usage-every-chunk", "Usage in every chunk, counting up.", "vLLM continuous_usage_stats")
            .Send(Event(Chunk("""{"content":"a"}""", null, UsageMember(9, 1)))).Shows(answer: "a").Wait()
            .Send(Event(Chunk("""{"content":"b"}""", null, UsageMember(9, 2)))).Shows(answer: "b").Counts(new HazardUsage(9, 2)).EndWell().Is("completed"),
        Stream("usage-never", "No usage at all.", "older servers").Token("a").Token("b").EndWell().Is("completed"),
        Stream("usage-null", "usage: null in every chunk but the last.", "OpenAI").Send(Event(Chunk("""{"content":"a"}""", null, ",\"usage\":null"))).Shows(answer: "a").Finish().Usage(1).Done().End().Is("completed"),
        Stream("usage-null-after", "usage: null again after the counts: they stay.", "gateways")
            .Token("a").Usage(1).Send(Event(Chunk("{}", "stop", ",\"usage\":null"))).Finishes("stop").Done().End().Is("completed"),
        Stream("usage-counts-eos", "Usage counts the end token too: three for two chunks.", "llama.cpp, vLLM").Token("a").Token("b").Finish().Usage(3).Done().End().Is("completed"),
        Stream("usage-counts-tags", "Usage counts the thinking tags too: seven for four chunks.", "LM Studio (195 tokens for 64 + 128 chunks)")
            .Thought("a").Thought("b").Wait().Token("c").Token("d").Finish().Usage(7).Done().End().Is("completed"),
        Stream("usage-one-short", "Usage is one short: two for three chunks.", "LM Studio's MLX engine").Token("a").Token("b").Token("c").Finish().Usage(2).Done().End().Is("completed"),
        Stream("usage-details", "Usage tells cached and thinking tokens apart.", "OpenAI, vLLM, llama.cpp")
            .Thought("a").Token("b").Finish().Send(Event($"{{\"choices\":[]{Details}}}")).Counts(new HazardUsage(9, 5) { CachedTokens = 4, ReasoningTokens = 3 }).Done().End().Is("completed"),
        Stream("usage-partial", "Usage without completion tokens: they are unknown, not zero.", "gateways")
            .Token("a").Finish().Send(Event("""{"choices":[],"usage":{"prompt_tokens":9}}""")).Counts(new HazardUsage(9, null)).Done().End().Is("completed"),
        Stream("usage-as-text", "Numbers as strings.", "gateways written in haste")
            .Token("a").Finish().Send(Event("""{"choices":[],"usage":{"prompt_tokens":"9","completion_tokens":"1"}}""")).Counts(new HazardUsage(9, 1)).Done().End().Is("completed"),
        Stream("usage-early", "Usage comes before the text, with all its counts.", "servers that reckon beforehand").Role().Usage(2).Wait().Token("a").Wait().Token("b").EndWell().Is("completed"),
        Stream("usage-early-zero", "Usage comes before the text, counts no token yet, and never comes again: that is not known.", "Anthropic-like gateways")
            .Role().Send(Event($"{{\"choices\":[]{UsageMember(9, 0)}}}")).Counts(new HazardUsage(9, 0)).Wait().Token("a").Wait().Token("b").EndWell().Is("completed"),
        Stream("usage-zero", "Usage says zero though there is text: that is not believed.", "gateways that do not count streams")
            .Token("a").Token("b").Finish().Send(Event($"{{\"choices\":[]{UsageMember(0, 0)}}}")).Counts(new HazardUsage(0, 0)).Done().End().Is("completed"),
        Stream("usage-after-done", "Usage comes after [DONE]: nobody listens any more.", "gateways").Token("a").Finish().Done().Send(Event($"{{\"choices\":[]{UsageMember(9, 1)}}}")).End().Is("completed"),
        Stream("usage-wrong", "Usage says fifty thousand for two chunks: it is kept as reported.", "broken counters").Token("a").Token("b").Finish().Usage(50_000).Done().End().Is("completed"),
        Stream("usage-twice", "Two different usages: the last counts.", "gateways that add theirs").Token("a").Finish().Usage(7).Usage(1).Done().End().Is("completed"),
        Odd("usage-negative", "Negative counts are no counts.", "-3", "-1"),
        Odd("usage-huge", "Counts beyond any number.", "9e99", "99999999999999999999"),
        Odd("usage-fraction", "Half a token.", "9.5", "1.5"),
        Odd("usage-float", "Whole numbers written as fractions.", "9.0", "1.0", new HazardUsage(9, 1)),
        Odd("usage-nan-text", "NaN and Infinity as strings.", "\"NaN\"", "\"Infinity\""),
        Odd("usage-words", "Counts in words, lists and objects.", "\"many\"", "[1]"),
        Stream("usage-no-object", "Usage is a number, then a list.", "gateways in dynamic languages").Token("a").Send(Event("""{"choices":[],"usage":7}""")).Finish().Send(Event("""{"choices":[],"usage":[7]}""")).Done().End().Is("completed"),
        Stream("timings-absurd", "The server's own figures are negative, huge and null: each costs only itself.", "clocks set while it ran")
            .Token("a").Finish().Send(Event("""{"choices":[],"timings":{"prompt_n":-1,"prompt_ms":1e300,"predicted_n":0.5,"predicted_ms":-5,"predicted_per_second":null}}""")).Done().End().Is("completed"),
        Stream("prompt-silently-cut", "The prompt was too long and was cut: only the count of its tokens shows it.", "llama.cpp before it refused")
            .Token("a").Finish().Send(Event($"{{\"choices\":[]{UsageMember(2, 1)}}}")).Counts(new HazardUsage(2, 1)).Done().End().Is("completed"),
    ];

    private static Hazard Odd(string name, string what, string prompt, string completion, HazardUsage? seen = null) => Stream(name, what, "gateways in dynamic languages")
        .Token("a").Finish().Send(Event($$$"""{"choices":[],"usage":{"prompt_tokens":{{{prompt}}},"completion_tokens":{{{completion}}}}}""")).Counts(seen ?? new HazardUsage(null, null)).Done().End().Is("completed");
}
