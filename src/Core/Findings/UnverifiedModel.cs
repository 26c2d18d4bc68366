using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>Nothing proves which weights answered: a list of models, or a name, is no proof of a quantization.</summary>
internal sealed class UnverifiedModel : IFindingRule
{
    public string Code => "unverified-model";

    public Finding? Judge(Evidence evidence) => evidence.IsImported ? Imported(evidence) : Loaded(evidence);

    private Finding Imported(Evidence evidence) => evidence.Quantization is { } named
        ? Found(FindingSeverity.Warning, $"Only the model's name says that its quantization was {named}: no size, no file, no word of the server's is there to check it.", [new Sighting(evidence.Subject, "no record of what was loaded")])
        : Found(FindingSeverity.Serious, "Which quantization answered is not known: the result names a model without one, and keeps nothing of what was loaded.", [new Sighting(evidence.Subject, "no quantization, format, file or size")]);

    private Finding? Loaded(Evidence evidence)
    {
        var unknown = evidence.Loads.Where(load => load.Failure is null && load.Model?.Quantization is null && load.Model?.FileSize is null && load.Model?.Path is null).ToList();
        return unknown.Count == 0 ? null : Found(
            FindingSeverity.Warning,
            Invariant($"Which quantization answered is not verified for {unknown.Count} of {evidence.Loads.Count} loads: this server tells neither quantization, nor file, nor size."),
            [.. unknown.Select(load => new Sighting(load.Run, $"\"{load.Model?.Key ?? load.InstanceId}\" by its name alone"))]);
    }

    private Finding Found(FindingSeverity severity, string sentence, IReadOnlyList<Sighting> seen) => new()
    {
        Rule = Code,
        Severity = severity,
        Sentence = sentence,
        Seen = seen,
        Remedy = "Ask the server for what is loaded by an interface that tells quantization and file (LM Studio: /api/v1/models), not by its list of names; keep file, size and date with the result.",
    };
}
