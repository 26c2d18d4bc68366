namespace LlmObs.Runner.Tests.Cli;

/// <summary>How the programs are started from a clone.</summary>
public sealed class StartTests
{
    [Theory, InlineData("Runner"), InlineData("Simulator")]
    public async Task Dotnet_run_leaves_the_user_in_the_folder_they_are_in(string project)
    {
        var folder = await Clone.DotnetAsync("msbuild", "-nologo", "-getProperty:RunWorkingDirectory", Path.Combine("src", project, $"{project}.csproj"));

        Assert.Equal("", folder.Trim());
    }

    [Theory, InlineData("PackAsTool", "true"), InlineData("ToolCommandName", "llmobs"), InlineData("PackageId", "LlmObs")]
    public async Task Packed_it_is_the_command_that_the_README_installs(string property, string expected)
    {
        var value = await Clone.DotnetAsync("msbuild", "-nologo", $"-getProperty:{property}", Path.Combine("src", "Runner", "Runner.csproj"));

        Assert.Equal(expected, value.Trim());
    }
}
