using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli;

/// <summary>Which model an ad hoc run measures: one that may be used without loading anything unasked.</summary>
internal static class LoadedModels
{
    public static LocalModel? Pick(string? name, IReadOnlyList<LocalModel> models, ServerIdentity server, List<string> mistakes)
    {
        var usable = models.Where(model => server.IsSimulated || model.IsLoaded).ToList();
        return name is null ? Only(usable, models, server, mistakes) : Named(name, usable, models, server, mistakes);
    }

    /// <summary>What a person has to do so that there is something to measure.</summary>
    public static string NothingLoaded(IReadOnlyList<LocalModel> models, ServerIdentity server)
    {
        var onDisk = models.Count == 0 ? "" : $" On its disk: {Keys(models)}.";
        return $"{server.Name} at {server.Address} has no model loaded, and none is loaded unasked.{onDisk} {Remedy(models.FirstOrDefault(), server)}";
    }

    private static LocalModel? Only(List<LocalModel> usable, IReadOnlyList<LocalModel> models, ServerIdentity server, List<string> mistakes)
    {
        if (usable.Count == 1)
            return usable[0];
        mistakes.Add(usable.Count == 0
            ? NothingLoaded(models, server)
            : $"{server.Name} offers several models: {Keys(usable)}. Name one with --model.");
        return null;
    }

    private static LocalModel? Named(string name, List<LocalModel> usable, IReadOnlyList<LocalModel> models, ServerIdentity server, List<string> mistakes)
    {
        var matches = Matches(name, usable);
        if (matches.Count == 1)
            return matches[0];
        var onDisk = Matches(name, models);
        mistakes.Add((matches.Count, onDisk.Count) switch
        {
            ( > 1, _) => $"--model: several models are called \"{name}\": {Keys(matches)}. Write one of them in full.",
            (0, > 0) => $"--model: \"{onDisk[0].Key}\" is not loaded, and none is loaded unasked. {Remedy(onDisk[0], server)}",
            _ when models.Count == 0 => NothingLoaded(models, server),
            _ => $"--model: {server.Name} has no model \"{name}\". {NearestName.Advice(name, models.Select(model => model.Key))}",
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

    private static string Remedy(LocalModel? model, ServerIdentity server) => server.Kind switch
    {
        "lm_studio" => $"Load it with: {HowToLoad.Of(server, model?.Key ?? "<model>", contextTokens: null)}",
        "ollama" => $"Load it with: ollama run {model?.Key ?? "<model>"} \"\"",
        "llama_cpp" => "Start llama-server with -m <file.gguf>.",
        _ => "Load one in the server, then start again.",
    };
}
