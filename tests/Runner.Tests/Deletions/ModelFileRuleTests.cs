using LlmObs.Runner.Deletions;

namespace LlmObs.Runner.Tests.Deletions;

public sealed class ModelFileRuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Root => Path.Combine(_folder.Path, "models");

    [Theory]
    [InlineData("models/a/b/x.gguf")]
    [InlineData("models/a/b/deeper/x.GGUF")]
    public void A_models_file_in_a_publishers_repository_may_go(string name) => Assert.Null(ModelFileRule.WhyNot(Root, _folder.Write(name, 1)));

    [Fact]
    public void A_file_beside_safetensors_may_go_and_one_beside_nothing_may_not()
    {
        _folder.Write("models/a/mlx/model.safetensors", 1);
        _folder.Write("models/a/mlx/config.json", 1);

        Assert.Null(ModelFileRule.WhyNot(Root, _folder.Write("models/a/mlx/tokenizer.json", 1)));
        Assert.Contains("is no model's file", ModelFileRule.WhyNot(Root, _folder.Write("models/a/b/notes.txt", 1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models/../elsewhere/a/b/x.gguf")]
    [InlineData("models/a/../../elsewhere/a/b/x.gguf")]
    [InlineData("models/a/b/../b/x.gguf")]
    [InlineData("elsewhere/a/b/x.gguf")]
    [InlineData("models-of-another/a/b/x.gguf")]
    public void What_lies_outside_or_is_written_around_a_corner_stays(string name)
    {
        _folder.Write("elsewhere/a/b/x.gguf", 1);
        _folder.Write("models/a/b/x.gguf", 1);
        _folder.Write("models-of-another/a/b/x.gguf", 1);

        Assert.Contains("lies outside", ModelFileRule.WhyNot(Root, Path.Combine(_folder.Path, name)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models/x.gguf")]
    [InlineData("models/a/x.gguf")]
    public void What_lies_in_no_repository_stays(string name) =>
        Assert.Contains("lies in no publisher's repository", ModelFileRule.WhyNot(Root, _folder.Write(name, 1)), StringComparison.Ordinal);

    [Fact]
    public void A_relative_path_stays() => Assert.Contains("lies outside", ModelFileRule.WhyNot(Root, "a/b/x.gguf"), StringComparison.Ordinal);

    [Fact]
    public void A_link_to_a_file_stays()
    {
        var real = _folder.Write("elsewhere/x.gguf", 1);
        Directory.CreateDirectory(Path.Combine(Root, "a", "b"));
        var link = Path.Combine(Root, "a", "b", "x.gguf");
        File.CreateSymbolicLink(link, real);

        Assert.Equal($"{link} is a link: what it leads to is not LM Studio's alone", ModelFileRule.WhyNot(Root, link));
    }

    [Fact]
    public void What_is_reached_over_a_linked_folder_stays()
    {
        _folder.Write("elsewhere/b/x.gguf", 1);
        Directory.CreateDirectory(Root);
        Directory.CreateSymbolicLink(Path.Combine(Root, "a"), Path.Combine(_folder.Path, "elsewhere"));

        Assert.Contains("is a link", ModelFileRule.WhyNot(Root, Path.Combine(Root, "a", "b", "x.gguf")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_and_what_is_not_there_are_no_files()
    {
        Directory.CreateDirectory(Path.Combine(Root, "a", "b", "x.gguf"));

        Assert.Contains("is no file", ModelFileRule.WhyNot(Root, Path.Combine(Root, "a", "b", "x.gguf")), StringComparison.Ordinal);
        Assert.Contains("is no file", ModelFileRule.WhyNot(Root, Path.Combine(Root, "a", "b", "y.gguf")), StringComparison.Ordinal);
    }
}
