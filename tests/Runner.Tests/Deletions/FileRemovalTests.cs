using LlmObs.Runner.Deletions;

namespace LlmObs.Runner.Tests.Deletions;

public sealed class FileRemovalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_deleted_is_gone_with_the_folders_that_are_empty_then_and_nothing_else()
    {
        _folder.Write("a/b/x-Q8_0.gguf", 300);
        _folder.Write("a/b/x-Q4_0.gguf", 100);
        _folder.Write("c/d/y-Q8_0.gguf", 50);

        var removed = Delete("x-Q8_0", "y-Q8_0");

        Assert.Equal((2, 350), (removed.Files.Count, removed.Freed.Bytes));
        Assert.Empty(removed.Problems);
        Assert.Equal(["a/b/x-Q4_0.gguf"], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder.Path, file)));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "c")));
    }

    [Fact]
    public void An_MLX_folder_goes_whole_also_when_its_weights_went_first()
    {
        foreach (var name in new[] { "a.safetensors", "config.json", "vocab.json" })
            _folder.Write($"m/M-4bit/{name}", 10);

        var removed = Delete("M-4bit");

        Assert.Equal((3, 30), (removed.Files.Count, removed.Freed.Bytes));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_became_a_link_between_the_look_and_the_deleting_stops_all()
    {
        using var outside = new TemporaryFolder();
        var elsewhere = outside.Write("elsewhere.gguf", 9);
        var other = _folder.Write("a/b/y-Q8_0.gguf", 9);
        var path = _folder.Write("a/b/x-Q8_0.gguf", 9);
        var scan = ModelFolderScan.Of(_folder.Path);
        File.Delete(path);
        File.CreateSymbolicLink(path, elsewhere);

        var removed = FileRemoval.Delete(scan.Root, scan.Models);

        Assert.Contains("is a link", Assert.Single(removed.Problems), StringComparison.Ordinal);
        Assert.Empty(removed.Files);
        Assert.True(File.Exists(elsewhere) && File.Exists(other));
    }

    [Fact]
    public void What_cannot_be_deleted_is_told_and_the_others_go()
    {
        var kept = _folder.Write("a/b/x-Q8_0.gguf", 9);
        _folder.Write("c/d/x-Q8_0.gguf", 7);
        var scan = ModelFolderScan.Of(_folder.Path);

        var removed = FileRemoval.Delete(scan.Root, scan.Models, file =>
        {
            if (file == kept)
                throw new UnauthorizedAccessException("Access is denied.");
            File.Delete(file);
        });

        Assert.Equal([$"{kept} could not be deleted: Access is denied."], removed.Problems);
        Assert.Equal((1, 7), (removed.Files.Count, removed.Freed.Bytes));
        Assert.True(File.Exists(kept));
    }

    private Removed Delete(params string[] names)
    {
        var scan = ModelFolderScan.Of(_folder.Path);
        return FileRemoval.Delete(scan.Root, [.. scan.Models.Where(model => names.Any(name => model.Model.Key.Contains(name, StringComparison.Ordinal)))]);
    }
}
