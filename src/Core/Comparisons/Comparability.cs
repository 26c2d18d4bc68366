using System.Text.Json;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Comparisons;

/// <summary>Why two results must not be held against each other, and what is another between two that may.</summary>
internal static class Comparability
{
    public static IEnumerable<string> Refusals(ComparedResult baseline, ComparedResult candidate)
    {
        var (one, other) = (baseline.Result, candidate.Result);
        if (one.IsSimulated != other.IsSimulated)
            yield return $"{Name(one)} is {(one.IsSimulated ? "simulated" : "real")} and {Name(other)} is {(other.IsSimulated ? "simulated" : "real")}: the Simulator's figures say nothing about any model.";
        if (baseline.Model != candidate.Model)
            yield return $"{Name(one)} is of {baseline.Model} and {Name(other)} of {candidate.Model}: tokens of two models are cut differently, so tokens per second compare variants of one model.";
        if (JsonSerializer.Serialize(one.Settings.SpeedSampling, PlanJson.Options) != JsonSerializer.Serialize(other.Settings.SpeedSampling, PlanJson.Options))
            yield return $"{Name(one)} and {Name(other)} were sampled differently (settings.speedSampling). Measure one of them again with the other's.";
        if (one.Settings.Nonce != other.Settings.Nonce)
            yield return $"One of {Name(one)} and {Name(other)} had a nonce against the prompt cache and the other none (settings.nonce): what came from a cache is no speed.";
        if (Prompts(baseline, candidate) is { } words)
            yield return words;
    }

    /// <summary>Worth knowing: it is in the ratio.</summary>
    public static IEnumerable<string> Differences(VariantResult baseline, VariantResult candidate)
    {
        (string What, Func<VariantResult, string?> Of)[] facts =
        [
            ("server", result => $"{result.Server.Name} {result.Server.Version}".TrimEnd()),
            ("runtime", result => string.Join(" and ", result.Loads.Select(load => load.Runtime).OfType<string>().Distinct(StringComparer.Ordinal))),
            ("machine", result => result.Machine.Processor),
            ("context", result => string.Join(" and ", result.Loads.Select(load => load.ContextTokens).OfType<int>().Distinct().Select(tokens => FormattableString.Invariant($"{tokens:N0}")))),
            ("flash attention", result => result.Settings.FlashAttention switch { null => "the server's choice", true => "on", false => "off" }),
            ("parallel slots", result => string.Join(" and ", result.Loads.Select(load => load.ParallelSlots).OfType<int>().Distinct().Select(slots => FormattableString.Invariant($"{slots}")))),
            ("llmobs", result => result.ClientVersion),
        ];
        return facts.Select(fact => (fact.What, Was: fact.Of(baseline), Is: fact.Of(candidate))).Where(fact => fact.Was != fact.Is)
            .Select(fact => $"{fact.What}: {Known(fact.Was)} → {Known(fact.Is)}");
    }

    private static string Known(string? fact) => string.IsNullOrEmpty(fact) ? "n/a" : fact;

    private static string? Prompts(ComparedResult baseline, ComparedResult candidate)
    {
        if (baseline.Result.PlanHash == candidate.Result.PlanHash)
            return null;
        if (baseline.Prompts is not { } one || candidate.Prompts is not { } other)
            return $"{Name(baseline.Result)} and {Name(candidate.Result)} are of two plans, and nobody can tell whether their prompts are equal. Name the session's folders, or files inside them.";
        var changed = one.Where(known => other.TryGetValue(known.Key, out var words) && words != known.Value).Select(known => known.Key).Order(StringComparer.Ordinal).ToList();
        return changed switch
        {
            [] when !one.Keys.Any(other.ContainsKey) => $"{Name(baseline.Result)} and {Name(candidate.Result)} have no case in common.",
            [] => null,
            _ => $"{Name(baseline.Result)} and {Name(candidate.Result)} were asked differently: the prompt or budget of {string.Join(", ", changed)} is another. Measure one of them again with the other's plan.",
        };
    }

    private static string Name(VariantResult result) => $"{result.Variant.Id} ({result.Session})";
}
