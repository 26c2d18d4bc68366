namespace LlmObs.Simulator.Tests.Hazards;

public sealed class HazardsPageTests
{
    [Fact]
    public async Task The_page_of_hazards_says_what_the_scenarios_say()
    {
        var file = Path.Combine(Root(), "docs", "hazards.md");
        var page = HazardsPage.Write();
        if (Environment.GetEnvironmentVariable("LLMOBS_WRITE_DOCS") is "1")
            await File.WriteAllTextAsync(file, page, TestContext.Current.CancellationToken);

        var written = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        Assert.Equal(page, written);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "LlmObs.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
