using LlmObs.Hardware;
using LlmObs.Plans;

namespace LlmObs.Runner.Checks;

/// <summary>Whether the models that are still to be fetched find room.</summary>
internal sealed class ModelDiskCheck : ICheck
{
    public string Subject => "model disk";

    public bool IsForEverySession => false;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        var wanted = circumstances.ToFetch;
        if (circumstances.Server is null)
            return [new(Subject, CheckVerdict.Unknown, "without a server it is not known which models are still to be fetched.")];
        if (wanted.Count == 0)
            return [new(Subject, CheckVerdict.Ok, "every model of the plan is on the server.")];
        var bytes = wanted.Sum(variant => variant.FileSize?.Bytes ?? 0);
        var unknown = wanted.Count(variant => variant.FileSize is null);
        var size = unknown == wanted.Count ? "of unknown size" : $"{new DataSize(bytes)}{(unknown == 0 ? "" : $" and {unknown} of unknown size")}";
        return [Judge($"still to be fetched: {wanted.Count} {(wanted.Count == 1 ? "variant" : "variants")}, {size}", bytes, Disk(circumstances))];
    }

    private CheckLine Judge(string words, long bytes, (string Place, StorageSpace Space)? disk) => disk switch
    {
        null => new(Subject, CheckVerdict.Unknown, $"{words}; how full the models' disk is, is not known."),
        ({ } place, var space) when space.FreeBytes < bytes => new(Subject, CheckVerdict.Warning, $"{words}; {place} has {new DataSize(space.FreeBytes)} free.", "Free it, or fetch some with models download --only: what is not there is left out."),
        ({ } place, var space) => new(Subject, CheckVerdict.Ok, $"{words}; {place} has {new DataSize(space.FreeBytes)} free."),
    };

    /// <summary>Where a model of the server lies already; else the disk of the user's folder, on this machine; else the largest that the Collector there sees.</summary>
    private static (string Place, StorageSpace Space)? Disk(Circumstances circumstances)
    {
        var storage = circumstances.Machine.Latest?.Storage ?? new Dictionary<string, StorageSpace>(StringComparer.Ordinal);
        var path = circumstances.Server?.Models.Select(model => model.Path).OfType<string>().FirstOrDefault();
        if (path is not null && storage.Keys.Where(folder => path.StartsWith(folder, StringComparison.Ordinal)).MaxBy(folder => folder.Length) is { } mount)
            return ($"the disk at {mount}", storage[mount]);
        if (circumstances is { IsServerHere: true, IsSimulated: false, HomeDisk: { } home })
            return ("the disk of your folder", home);
        return storage.Count > 0 ? ($"the disk at {storage.MaxBy(one => one.Value.TotalBytes).Key}", storage.MaxBy(one => one.Value.TotalBytes).Value) : null;
    }
}
