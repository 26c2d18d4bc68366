using LlmObs.Plans;

namespace LlmObs.Runner.Checks;

/// <summary>Models in the server's memory that the plan does not measure: they take memory, and one of them may answer for another.</summary>
internal sealed class OtherModelsCheck : ICheck
{
    public string Subject => "other models";

    public bool IsForEverySession => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        if (circumstances.Server is not { CanLoad: true } server)
            return [];
        var own = circumstances.Variants.Select(variant => circumstances.Models.GetValueOrDefault(variant.Id)?.Key).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var others = server.Models.Where(model => model.IsLoaded && !own.Contains(model.Key)).ToList();
        return others.Count == 0
            ? [new(Subject, CheckVerdict.Ok, $"none in memory besides the plan's.{(server.Words.Unasked is { } unasked ? $" {unasked}" : "")}")]
            : [new(Subject, CheckVerdict.Warning, $"in memory besides the plan's: {string.Join(", ", others.Select(Words))}.", Remedy(server, others))];
    }

    private static string Remedy(ServerFacts server, List<LocalModel> others) =>
        $"Run with --yes, which unloads them for the session and loads them again at the end, or unload what you do not need: {string.Join("; ", others.SelectMany(model => model.Instances).Select(instance => server.Words.Unload(instance.Id)))}";

    private static string Words(LocalModel model) => model.FileSize is { } size ? $"{model.Key} ({size})" : model.Key;
}
