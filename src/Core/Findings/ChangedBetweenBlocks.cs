using System.Globalization;
using LlmObs.Results;

namespace LlmObs.Findings;

/// <summary>The thing measured was not the same all the time: server or engine were updated, or the file was replaced, between two loads.</summary>
internal sealed class ChangedBetweenBlocks : IFindingRule
{
    private static readonly (string Name, Func<LoadResult, string?> Value)[] Facts =
    [
        ("model", load => load.Model?.Key),
        ("quantization", load => load.Model?.Quantization),
        ("file size", load => load.Model?.FileSize?.ToExactString()),
        ("file's date", load => load.Model?.ModifiedAt?.ToString("u", CultureInfo.InvariantCulture)),
        ("runtime", load => load.Runtime),
        ("context", load => load.ContextTokens?.ToString(CultureInfo.InvariantCulture)),
    ];

    public string Code => "changed-between-blocks";

    public Finding? Judge(Evidence evidence)
    {
        var loads = evidence.Loads.Where(load => load.Failure is null).ToList();
        var changed = Facts.Where(fact => Values(loads, fact.Value).Count > 1).ToList();
        return changed.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = FindingSeverity.Serious,
            Sentence = $"Not the same thing was measured all the time: {string.Join(", ", changed.Select(fact => $"{fact.Name} {string.Join(" → ", Values(loads, fact.Value))}"))}. Its mean is of both.",
            Seen = [.. loads.Select(load => new Sighting(load.Run, string.Join(", ", changed.Select(fact => $"{fact.Name} {fact.Value(load) ?? "n/a"}"))))],
            Remedy = "Read the loads before and after apart, or measure again in a new session; turn off the server's updates of itself meanwhile.",
        };
    }

    private static List<string> Values(List<LoadResult> loads, Func<LoadResult, string?> value) => [.. loads.Select(value).OfType<string>().Distinct(StringComparer.Ordinal)];
}
