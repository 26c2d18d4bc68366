using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli;

/// <summary>Which model an ad hoc run measures: one that may be used without loading anything unasked.</summary>
internal static class LoadedModels
{
    public static LocalModel? Pick(string? name, IReadOnlyList<LocalModel> models, ServerWords words, List<string> mistakes)
    {
        var usable = models.Where(model => words.Server.IsSimulated || model.IsLoaded).ToList();
        return name is null ? Only(usable, models, words, mistakes) : Named(name, usable, models, words, mistakes);
    }

    /// <summary>What a person has to do so that there is something to measure.</summary>
    public static string NothingLoaded(IReadOnlyList<LocalModel> models, ServerWords words)
    {
        var onDisk = models.Count == 0 ? "" : $" On its disk: {Keys(models)}.";
        return $"{words.Server.Name} at {words.Server.Address} has no model loaded, and none is loaded unasked.{onDisk} {words.WhenNotLoaded(models.FirstOrDefault()?.Key)}";
    }

    private static LocalModel? Only(List<LocalModel> usable, IReadOnlyList<LocalModel> models, ServerWords words, List<string> mistakes)
    {
        if (usable.Count == 1)
            return usable[0];
        mistakes.Add(usable.Count == 0
            ? NothingLoaded(models, words)
            : $"{words.Server.Name} offers several models: {Keys(usable)}. Name one with --model.");
        return null;
    }

    private static LocalModel? Named(string name, List<LocalModel> usable, IReadOnlyList<LocalModel> models, ServerWords words, List<string> mistakes)
    {
        var matches = Matches(name, usable);
        if (matches.Count == 1)
            return matches[0];
        var onDisk = Matches(name, models);
        mistakes.Add((matches.Count, onDisk.Count) switch
        {
            ( > 1, _) => $"--model: several models are called \"{name}\": {Keys(matches)}. Write one of them in full.",
            (0, > 0) => $"--model: \"{onDisk[0].Key}\" is not loaded, and none is loaded unasked. {words.WhenNotLoaded(onDisk[0].Key)}",
            _ when models.Count == 0 => NothingLoaded(models, words),
            _ => $"--model: {words.Server.Name} has no model \"{name}\". {NearestName.Advice(name, models.Select(model => model.Key))}",
        });
        return null;
    }

    /// <summary>By its key or the id of an instance; else by its key without publisher or quantization.</summary>
    private static List<LocalModel> Matches(string name, IReadOnlyList<LocalModel> models)
    {
        var exact = models.Where(model => Same(model.Key, name) || model.Instances.Any(instance => Same(instance.Id, name))).ToList();
        return exact.Count > 0 ? exact : [.. models.Where(model => ShortNames(model.Key).Any(known => Same(known, name)))];
    }

    private static IEnumerable<string> ShortNames(string key) =>
        [key.Split('/')[^1], key.Split('@')[0], key.Split('/')[^1].Split('@')[0]];

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string Keys(IEnumerable<LocalModel> models) => string.Join(", ", models.Select(model => model.Key));
}
