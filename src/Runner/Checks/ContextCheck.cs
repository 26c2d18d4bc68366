using LlmObs.Plans;

namespace LlmObs.Runner.Checks;

/// <summary>Whether the context the plan asks for can be had of its models, and whether its answers fit.</summary>
internal sealed class ContextCheck : ICheck
{
    public string Subject => "context";

    public bool IsForEverySession => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        var limits = circumstances.Variants.Select(variant => (variant.Id, Tokens: Limit(circumstances, variant))).ToList();
        if (limits.Count == 0)
            return [];
        var (wanted, words, remedy) = Wanted(circumstances);
        var less = limits.Where(limit => limit.Tokens < wanted).Select(limit => FormattableString.Invariant($"{limit.Id} ({limit.Tokens:N0})")).ToList();
        if (less.Count > 0)
            return [new(Subject, CheckVerdict.Warning, $"{words}, and less is to be had of {string.Join(", ", less)}.", remedy)];
        return limits.TrueForAll(limit => limit.Tokens is null)
            ? [new(Subject, CheckVerdict.Unknown, $"{words}; how much its models take is not known.")]
            : [new(Subject, CheckVerdict.Ok, $"{words}; every variant whose limit is known takes that much.")];
    }

    /// <summary>What it is loaded with, else the model's own limit.</summary>
    private static int? Limit(Circumstances circumstances, Variant variant)
    {
        var model = circumstances.Models.GetValueOrDefault(variant.Id);
        return model?.Instances.Select(instance => instance.ContextTokens).FirstOrDefault()
            ?? model?.MaximumContextTokens
            ?? circumstances.Plan.Models.FirstOrDefault(one => one.Id == variant.Model)?.MaximumContextTokens;
    }

    /// <summary>What the plan asks for; without a word of it at least the longest answer of any pass, whose prompt comes on top.</summary>
    private static (int Tokens, string Words, string Remedy) Wanted(Circumstances circumstances)
    {
        if (circumstances.Plan.Settings.ContextTokens is { } asked)
            return (asked, FormattableString.Invariant($"the plan asks for {asked:N0} tokens"), "Load it with more, or write a smaller contextTokens into the plan.");
        var longest = circumstances.Blocks.SelectMany(block => block.Runs).SelectMany(run => run.Warmups.Concat(run.Requests)).Select(request => request.MaxTokens).DefaultIfEmpty().Max();
        return (longest, FormattableString.Invariant($"the longest answer may have {longest:N0} tokens"), "Load it with a larger context, or answers are cut off.");
    }
}
