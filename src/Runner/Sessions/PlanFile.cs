using LlmObs.Plans;

namespace LlmObs.Runner.Sessions;

/// <summary>Opens a plan by path, or by the name of one that comes with the program.</summary>
public static class PlanFile
{
    /// <summary>The names of the plans in <c>plans/</c>, here and beside the program.</summary>
    public static IReadOnlyList<string> Names => [.. Folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.json"))
        .Select(file => Path.GetFileNameWithoutExtension(file)!).Where(name => !name.EndsWith(".schema", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads it strictly; problems are sentences for people, all at once.</summary>
    public static PlanOpening Open(string nameOrPath)
    {
        if (Find(nameOrPath) is not { } path)
            return new PlanOpening(nameOrPath, null, [NotThere(nameOrPath)]);
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            var reading = PlanReader.Read(File.ReadAllText(path), file => File.Exists(Path.Combine(folder, file)));
            return new PlanOpening(path, reading.Plan, [.. reading.Problems.Select(problem => problem.ToString())]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new PlanOpening(path, null, [$"{path} cannot be read: {unreadable.Message}"]);
        }
    }

    private static IEnumerable<string> Folders => [Path.GetFullPath("plans"), Path.Combine(AppContext.BaseDirectory, "plans")];

    private static string NotThere(string nameOrPath) => nameOrPath switch
    {
        _ when Directory.Exists(nameOrPath) => $"{Path.GetFullPath(nameOrPath)} is a folder. Name a .json file in it.",
        _ when IsPath(nameOrPath) => $"There is no file {Path.GetFullPath(nameOrPath)}.",
        _ => $"There is no plan \"{nameOrPath}\". {NearestName.Advice(nameOrPath, Names)} A path to a .json file works too.",
    };

    private static bool IsPath(string text) => text.IndexOfAny(['/', '\\']) >= 0 || text.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static string? Find(string nameOrPath) =>
        new[] { Path.GetFullPath(nameOrPath) }.Concat(Folders.Select(folder => Path.Combine(folder, $"{nameOrPath}.json"))).FirstOrDefault(File.Exists);
}

/// <summary>A plan with its place, or what is wrong with it: <see cref="Plan"/> is null exactly when there are problems.</summary>
public sealed record PlanOpening(string Path, Plan? Plan, IReadOnlyList<string> Problems)
{
    /// <summary>Where its attachments lie.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path) ?? ".";
}
