using LlmObs.Conditions;
using LlmObs.Findings;
using LlmObs.Plans;

namespace LlmObs.Tests.Findings;

/// <summary>For each rule the clean session with the one thing wrong that it looks for, or an old file's requests where only those can have it.</summary>
internal static class Traps
{
    /// <summary>As a benchmark script keeps them: whole requests, timed, of several lengths.</summary>
    public static Evidence Script(double fixedCost, double tokensPerSecond, params int[] tokens) => new()
    {
        Subject = "old.json",
        IsImported = true,
        Quantization = "4bit",
        Requests = [.. tokens.Select((count, index) => Whole(index, count, fixedCost + count / tokensPerSecond))],
    };

    public static IReadOnlyDictionary<string, Evidence> All { get; } = new Dictionary<string, Evidence>(StringComparer.Ordinal)
    {
        ["wrong-model"] = CleanSession.WithLast(request => request with { Outcome = "failed", Code = "wrong-model", ResponseModel = "another" }),
        ["impossible-rate"] = CleanSession.WithLast(request => request with { DecodeTokensPerSecond = 8405 }) with { MemoryBytesPerSecond = 819e9, ModelSize = new DataSize(130_000_000_000), ActiveShare = 10.0 / 230 },
        ["tokens-counted-from-text"] = CleanSession.With(request => request with { Tokens = null, DecodeTokensPerSecond = null }),
        ["rate-over-total-time"] = CleanSession.With(request => request with { Seconds = 3, ClaimedTokensPerSecond = 101 / 3.0 }),
        ["cold-requests-averaged"] = CleanSession.With(request => request with { IsWarmup = false }),
        ["fixed-cost-read-as-slowness"] = Script(fixedCost: 4, tokensPerSecond: 47, tokens: [100, 500, 2000, 500, 400]),
        ["ttft-not-measured"] = CleanSession.WithLast(request => request with { TextReads = 1, DecodeTokensPerSecond = null }),
        ["unverified-model"] = CleanSession.WithLastLoad(load => load with { Model = new LocalModel { Key = "maker/alpha-q4" } }),
        ["changed-between-blocks"] = CleanSession.WithLastLoad(load => load with { Runtime = "llama.cpp 1.51" }),
        ["thinking-ended-the-budget"] = CleanSession.WithLast(request => request with { Pass = Pass.Quality, Reasoning = "Let me see", Answer = "", FinishReason = "length" }),
        ["truncated-answer"] = CleanSession.WithLast(request => request with { Outcome = "truncated", Code = "connection-reset" }),
        ["unread-events"] = CleanSession.WithLast(request => request with { UnreadEvents = 2 }),
        ["load-time-includes-download"] = CleanSession.WithLastLoad(load => load with { LoadSeconds = 13_721 }),
        ["oom-without-evidence"] = CleanSession.Evidence with { ClaimedFailure = "OOM (已测)" },
        ["cache-hit"] = CleanSession.WithLast(request => request with { CachedPromptShare = 0.9 }),
        ["throttled"] = Flagged(RunFlagKind.Throttled),
        ["swapped"] = Flagged(RunFlagKind.Swapped),
        ["slept"] = Flagged(RunFlagKind.Slept),
        ["foreign-load"] = CleanSession.WithLastLoad(load => load with { ReadFromDiskShare = 1.4 }),
        ["clock-resolution"] = CleanSession.Evidence with { ClockResolutionSeconds = 0.0156 },
        ["instrument-error-larger"] = CleanSession.Evidence with { InstrumentDecodeShare = 0.004, DecodeTokensPerSecond = 50, OtherDecodeTokensPerSecond = new Dictionary<string, double>(StringComparer.Ordinal) { ["alpha-q6"] = 50.2, ["alpha-q8"] = 40 } },
        ["too-few-loads"] = CleanSession.With(request => request with { Load = "load-1" }),
        ["simulated-data"] = CleanSession.Evidence with { IsSimulated = true },
    };

    public static RequestSeen Whole(int index, int tokens, double seconds) => new()
    {
        Id = $"results[{index}]",
        Case = $"case-{index}",
        Load = "old.json",
        Outcome = "completed",
        Tokens = tokens,
        MaxTokens = tokens,
        PromptTokens = 50,
        Seconds = seconds,
        ClaimedTokensPerSecond = tokens / seconds,
        Answer = "一句话",
    };

    private static Evidence Flagged(RunFlagKind kind) => CleanSession.WithLastLoad(load => load with { Flags = [new RunFlag(kind, "as it was seen")] });
}
