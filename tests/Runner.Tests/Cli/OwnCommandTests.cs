using LlmObs.Runner.Cli;

namespace LlmObs.Runner.Tests.Cli;

public sealed class OwnCommandTests
{
    [Fact]
    public void Built_in_a_clone_it_is_started_with_dotnet_run() =>
        Assert.Equal($"dotnet run --project {Path.Combine("src", "Runner")} --", OwnCommand.Of(AppContext.BaseDirectory, Clone.Root));

    [Fact]
    public void The_project_is_named_as_seen_from_where_the_user_is() =>
        Assert.Equal($"dotnet run --project {Path.Combine("..", "src", "Runner")} --", OwnCommand.Of(AppContext.BaseDirectory, Path.Combine(Clone.Root, "plans")));

    [Fact]
    public void Anywhere_else_it_is_the_installed_command() => Assert.Equal("llmobs", OwnCommand.Of(Path.GetTempPath(), Clone.Root));

    [Fact]
    public void A_path_with_a_blank_is_one_word() => Assert.Equal("\"my results/a\"", OwnCommand.Quoted("my results/a"));
}
