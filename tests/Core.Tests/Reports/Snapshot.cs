using LlmObs.Tests.Plans;

namespace LlmObs.Tests.Reports;

/// <summary>A rendered page as it is checked in, read by a person. <c>LLMOBS_WRITE_DOCS=1</c> writes it anew.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string actual)
    {
        var place = Path.Combine(PlanFolder.Place, "..", "tests", "Core.Tests", "Reports", "Snapshots", name);
        if (Environment.GetEnvironmentVariable("LLMOBS_WRITE_DOCS") is "1")
            File.WriteAllText(place, actual);

        Assert.Equal(File.ReadAllText(place), actual);
    }
}
