using LlmObs.Imports;

namespace LlmObs.Tests.Imports;

/// <summary>Four result files of an earlier public run, read where they lie; they are no part of this repository.</summary>
internal static class OldFiles
{
    private const string Variable = "LLMOBS_OLD_RESULTS";

    public static string? Folder { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    public static ImportedResult Read(string name)
    {
        Demand();
        var path = Path.Combine(Folder!, name);
        var outcome = ImportReader.Read(name, File.ReadAllBytes(path));
        Assert.Empty(outcome.Problems);
        return outcome.Result!;
    }

    /// <summary>They skip where nobody names them, and fail where they are named and not there.</summary>
    public static void Demand() => Assert.SkipWhen(Folder is null, $"{Variable} names no folder with the old result files.");
}
