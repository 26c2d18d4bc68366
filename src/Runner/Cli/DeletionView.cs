using System.Globalization;
using LlmObs.Plans;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Deletions;

namespace LlmObs.Runner.Cli;

/// <summary>Shows the files of a plan's variants: those that may be deleted with their sizes and the total, the others with the reason.</summary>
internal static class DeletionView
{
    public static void Write(HumanOutput humans, string root, IReadOnlyList<DeletionCandidate> list)
    {
        foreach (var candidate in list.Where(candidate => !candidate.MayBeDeleted))
            humans.Say($"{candidate.Variant.Id} stays{(candidate.Stored is { } stored ? $" ({stored.Size})" : "")}: {string.Join("; ", candidate.Refusals)}.");
        var models = list.Where(candidate => candidate.MayBeDeleted).ToList();
        foreach (var candidate in models)
        {
            humans.Say($"{candidate.Variant.Id} may be deleted: {Measured(candidate)}, {Figures.Count(candidate.Stored!.Files.Count, "file", "files")}, {candidate.Stored.Size}");
            foreach (var file in candidate.Stored.Files)
                humans.Writer.WriteLine($"  {Path.GetRelativePath(root, file)}  {new DataSize(new FileInfo(file).Length)}");
        }
        humans.Say($"May be deleted: {Figures.Count(models.Count, "variant", "variants")}, {Figures.Count(models.Sum(model => model.Stored!.Files.Count), "file", "files")}, {new DataSize(models.Sum(model => model.Stored!.Size.Bytes))}.");
    }

    private static string Measured(DeletionCandidate candidate) =>
        string.Create(CultureInfo.InvariantCulture, $"{Figures.Count(candidate.Progress.Blocks, "block", "blocks")} measured");
}
