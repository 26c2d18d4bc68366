using LlmObs.Plans;

namespace LlmObs.Runner.Deletions;

/// <summary>Deletes models' files, each looked at again first, and the folders that are empty then.</summary>
public static class FileRemoval
{
    /// <param name="root">The models folder, itself no link.</param>
    /// <param name="models">All of their files are looked at before the first is deleted.</param>
    public static Removed Delete(string root, IReadOnlyList<StoredModel> models) => Delete(root, models, File.Delete);

    internal static Removed Delete(string root, IReadOnlyList<StoredModel> models, Action<string> delete)
    {
        var changed = models.SelectMany(model => model.Files).Select(file => ModelFileRule.WhyNot(root, file)).OfType<string>().ToList();
        if (changed.Count > 0)
            return new Removed([], default, changed);
        var (deleted, freed, problems) = (new List<string>(), 0L, new List<string>());
        foreach (var file in models.SelectMany(model => model.Files))
        {
            if (WhyNotDeleted(root, file, delete, out var bytes) is { } problem)
                problems.Add(problem);
            else
                deleted.Add(file);
            freed += bytes;
        }
        foreach (var folder in deleted.Select(file => Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal))
            Prune(root, folder);
        return new Removed(deleted, new DataSize(freed), problems);
    }

    private static string? WhyNotDeleted(string root, string file, Action<string> delete, out long bytes)
    {
        bytes = 0;
        if (ModelFileRule.WhyNotThere(root, file) is { } reason)
            return reason;
        try
        {
            var size = new FileInfo(file).Length;
            delete(file);
            bytes = size;
            return null;
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            return $"{file} could not be deleted: {kept.Message}";
        }
    }

    /// <summary>Repository and publisher, where nothing is left in them; never the models folder.</summary>
    private static void Prune(string root, string folder)
    {
        while (folder.Length > root.Length && folder.StartsWith(root, StringComparison.Ordinal) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                // something came into it meanwhile: it stays
                return;
            }
            folder = Path.GetDirectoryName(folder)!;
        }
    }
}

/// <summary>What became of it.</summary>
/// <param name="Files">That are gone.</param>
/// <param name="Freed">Their size.</param>
/// <param name="Problems">What could not be deleted, and why.</param>
public sealed record Removed(IReadOnlyList<string> Files, DataSize Freed, IReadOnlyList<string> Problems);
