namespace LlmObs.AppHost.Tests;

/// <summary>The clone these tests were built from.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LlmObs.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
