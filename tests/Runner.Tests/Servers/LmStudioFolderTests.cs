using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers;

public sealed class LmStudioFolderTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void It_is_the_usual_one_where_nothing_else_is_said()
    {
        _home.Write(".lmstudio/models/a/b/x.gguf", 1);

        Assert.Equal(new LmStudioFolder(At(".lmstudio/models"), "its usual place"), LmStudioFolder.Find(_home.Path));
    }

    [Fact]
    public void The_older_one_comes_before_it()
    {
        _home.Write(".lmstudio/models/a/b/x.gguf", 1);
        _home.Write(".cache/lm-studio/models/a/b/x.gguf", 1);

        Assert.Equal(At(".cache/lm-studio/models"), LmStudioFolder.Find(_home.Path)!.Models);
    }

    [Fact]
    public void A_pointer_and_a_setting_count_more()
    {
        _home.Write("disk/weights/a/b/x.gguf", 1);
        Directory.CreateDirectory(At("moved"));
        File.WriteAllText(At(".lmstudio-home-pointer"), At("moved") + "\n");
        File.WriteAllText(At("moved/settings.json"), $$"""{"downloadsFolder":"{{At("disk/weights")}}","other":1}""");

        Assert.Equal(new LmStudioFolder(At("disk/weights"), At("moved/settings.json")), LmStudioFolder.Find(_home.Path));
    }

    [Theory, InlineData("{\"downloadsFolder\": 3}"), InlineData("{\"downloadsFolder\": \"here\"}"), InlineData("[]"), InlineData("{\"downloa")]
    public void Settings_that_say_nothing_of_use_leave_the_usual_one(string settings)
    {
        _home.Write(".lmstudio/models/a/b/x.gguf", 1);
        File.WriteAllText(At(".lmstudio/settings.json"), settings);

        Assert.Equal(At(".lmstudio/models"), LmStudioFolder.Find(_home.Path)!.Models);
    }

    [Fact]
    public void Without_a_folder_there_is_none()
    {
        Directory.CreateDirectory(At(".lmstudio"));
        File.WriteAllText(At(".lmstudio/settings.json"), $$"""{"downloadsFolder":"{{At("unplugged")}}"}""");

        Assert.Null(LmStudioFolder.Find(_home.Path));
    }

    private string At(string name) => Path.Combine(_home.Path, name);
}
