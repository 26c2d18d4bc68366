using LlmObs.Plans;
using LlmObs.Runner.Deletions;

namespace LlmObs.Runner.Tests.Deletions;

public sealed class ModelFolderScanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_parts_of_a_split_model_are_one_and_its_projector_is_none()
    {
        foreach (var part in new[] { 1, 2, 3 })
            _folder.Write($"unsloth/M-GGUF/Q4_K_S/M-Q4_K_S-0000{part}-of-00003.gguf", 100);
        _folder.Write("unsloth/M-GGUF/mmproj-F16.gguf", 7);
        _folder.Write("unsloth/M-GGUF/M-UD-Q6_K_XL.gguf", 5);

        var models = ModelFolderScan.Of(_folder.Path).Models;

        Assert.Equal(["Q6_K_XL 5 B 1", "Q4_K_S 300 B 3"], models.Select(model => $"{model.Model.Quantization} {model.Size} {model.Files.Count}"));
        Assert.All(models, model => Assert.Equal(("unsloth", ModelFormat.Gguf, null), (model.Model.Publisher, model.Model.Format, model.Trouble)));
    }

    [Fact]
    public void An_MLX_model_is_all_files_of_its_folder_and_nothing_of_the_folders_in_it()
    {
        foreach (var name in new[] { "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "config.json", "tokenizer.json", "inner/a/x-Q8_0.gguf" })
            _folder.Write($"mlx-community/M-4bit/{name}", 10);

        var mlx = ModelFolderScan.Of(_folder.Path).Models.Single(model => model.Model.Format == ModelFormat.Mlx);

        Assert.Equal(("mlx-community/M-4bit", "4bit", 40, 4), (mlx.Model.Key, mlx.Model.Quantization, mlx.Size.Bytes, mlx.Files.Count));
    }

    [Fact]
    public void What_is_not_whole_is_told()
    {
        _folder.Write("a/b/M-Q4_0-00001-of-00002.gguf", 1);
        _folder.Write("a/c/N-Q8_0.gguf", 1);
        _folder.Write("a/c/downloading_N-Q8_0.gguf.part", 1);

        var troubles = ModelFolderScan.Of(_folder.Path).Models.Select(model => model.Trouble).ToList();

        Assert.Equal("1 of its 2 parts are there", troubles[0]);
        Assert.EndsWith("downloading_N-Q8_0.gguf.part is still being downloaded", troubles[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_linked_folder_is_not_entered_and_the_models_folder_itself_may_be_one()
    {
        _folder.Write("real/a/b/x-Q8_0.gguf", 1);
        _folder.Write("elsewhere/b/y-Q8_0.gguf", 1);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "real", "c"), Path.Combine(_folder.Path, "elsewhere"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "models"), Path.Combine(_folder.Path, "real"));

        var scan = ModelFolderScan.Of(Path.Combine(_folder.Path, "models"));

        Assert.Equal(Path.Combine(_folder.Path, "real"), scan.Root);
        Assert.Equal(["a/b/x-Q8_0.gguf"], scan.Models.Select(model => model.Model.Key));
        Assert.Equal([Path.Combine(_folder.Path, "real", "c")], scan.NotEntered);
    }
}
