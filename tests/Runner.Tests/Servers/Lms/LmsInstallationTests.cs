using LlmObs.Runner.Servers.Lms;

namespace LlmObs.Runner.Tests.Servers.Lms;

public sealed class LmsInstallationTests : IDisposable
{
    private readonly string _user = Directory.CreateTempSubdirectory("llmobs-user-").FullName;

    [Fact]
    public void Its_folder_is_where_it_is_for_everyone_unless_it_says_otherwise()
    {
        Assert.Equal(Path.Combine(_user, ".lmstudio"), LmsInstallation.FindHome(_user));

        Directory.CreateDirectory(Path.Combine(_user, ".cache", "lm-studio"));
        Assert.Equal(Path.Combine(_user, ".cache", "lm-studio"), LmsInstallation.FindHome(_user));

        File.WriteAllText(Path.Combine(_user, ".lmstudio-home-pointer"), "/Volumes/models/lmstudio\n");
        Assert.Equal("/Volumes/models/lmstudio", LmsInstallation.FindHome(_user));
    }

    [Fact]
    public void Looking_for_it_writes_nothing()
    {
        LmsInstallation.FindHome(_user);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_user));
    }

    public void Dispose() => Directory.Delete(_user, recursive: true);
}
