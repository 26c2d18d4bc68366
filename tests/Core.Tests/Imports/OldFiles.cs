using LlmObs.Imports;

namespace LlmObs.Tests.Imports;

/// <summary>Four result files of an earlier public run, read where they lie; they are no part of this repository.</summary>
internal static class OldFiles
{
    public const string Folder = "/work/shared/data/llm-mac-512";

    public static ImportedResult Read(string name)
    {
        var path = Path.Combine(Folder, name);
        Assert.SkipUnless(File.Exists(path), $"{path} is not on this machine.");
        var outcome = ImportReader.Read(name, File.ReadAllBytes(path));
        Assert.Empty(outcome.Problems);
        return outcome.Result!;
    }
}
