using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

public sealed class ModelFileTests : IDisposable
{
    private static readonly Uri Here = new("http://127.0.0.1:8080/");
    private readonly string _folder = Directory.CreateTempSubdirectory("llmobs-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Behind_a_link_the_size_is_the_files_own()
    {
        var link = Path.Combine(_folder, "model.gguf");
        File.CreateSymbolicLink(link, Write("blob", 1000));

        var file = ModelFile.Find(Here, link)!;

        Assert.Equal((link, 1000), (file.Path, file.Size.Bytes));
    }

    [Fact]
    public void A_model_in_parts_is_as_large_as_all_of_them()
    {
        var first = Write("m-Q4_K_M-00001-of-00002.gguf", 1000);
        Write("m-Q4_K_M-00002-of-00002.gguf", 234);

        Assert.Equal(1234, ModelFile.Find(Here, first)!.Size.Bytes);
    }

    [Fact]
    public void With_a_part_missing_or_a_link_to_nowhere_nothing_is_said()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "gone.gguf"), Path.Combine(_folder, "nowhere"));

        Assert.Null(ModelFile.Find(Here, Write("m-00001-of-00002.gguf", 1000)));
        Assert.Null(ModelFile.Find(Here, Path.Combine(_folder, "gone.gguf")));
        Assert.Null(ModelFile.Find(Here, "model.gguf"));
        Assert.Null(ModelFile.Find(new Uri("http://192.168.1.20:8080/"), Write("m.gguf", 10)));
    }

    private string Write(string name, int bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, new byte[bytes]);
        return path;
    }
}
