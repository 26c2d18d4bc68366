using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

/// <summary>The plans that come with the product, read as a user's are.</summary>
internal static class PlanFolder
{
    public static string Place { get; } = Find();

    public static string Text(string file) => File.ReadAllText(Path.Combine(Place, file));

    public static PlanReading Read(string file) => PlanReader.Read(Text(file), name => File.Exists(Path.Combine(Place, name)));

    public static Dictionary<string, string> Attachments(Plan plan) =>
        plan.Cases.SelectMany(planCase => planCase.Attachments).Select(attachment => attachment.File).Distinct(StringComparer.Ordinal)
            .ToDictionary(file => file, Text, StringComparer.Ordinal);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "LlmObs.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "plans");
    }
}
