using System.Buffers.Binary;
using LlmObs.Capacity;
using LlmObs.Runner.ModelFiles;
using LlmObs.Runner.Tests.LlamaCpp;

namespace LlmObs.Runner.Tests.ModelFiles;

/// <summary>Headers good, broken and made of noise.</summary>
public sealed class GgufReaderTests : IDisposable
{
    private static readonly RandomLlama Small = new() { Width = 256, FeedForwardWidth = 256, Layers = 2, KeyValueHeads = 2, ContextLength = 2048 };

    private readonly string _folder = Directory.CreateTempSubdirectory("llmobs-gguf-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_files_layers_are_read_without_its_words()
    {
        var file = GgufModel.Open(await WriteAsync("small.gguf"));

        var shape = GgufShape.Of(file.Metadata).Shape!;
        Assert.Equal(new FileInfo(file.Path).Length, file.Size.Bytes);
        Assert.Equal([128L, 128L], shape.Layers.Select(layer => layer.KeyWidth));
        Assert.Equal(2048, shape.MaximumContextTokens);
        Assert.Empty(file.Metadata.Texts.Keys.Except(["general.architecture", "general.name"], StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_parts_of_a_model_count_together_whichever_is_named()
    {
        var whole = await WriteAsync("m-00001-of-00002.gguf");
        File.Copy(whole, Path.Combine(_folder, "m-00002-of-00002.gguf"));

        var file = GgufModel.Open(Path.Combine(_folder, "m-00002-of-00002.gguf"));

        Assert.Equal((2, 2 * new FileInfo(whole).Length, whole), (file.Parts, file.Size.Bytes, file.Path));
    }

    [Fact]
    public async Task A_part_that_is_missing_is_named()
    {
        var first = await WriteAsync("m-00001-of-00003.gguf");

        var refused = Assert.Throws<GgufException>(() => GgufModel.Open(first));

        Assert.StartsWith("2 of 3 parts are missing: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("m-00002-of-00003.gguf", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_broke_off_is_told_by_where_its_last_tensor_begins()
    {
        var path = await WriteAsync("cut.gguf");
        using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(file.Length / 2);

        Assert.Contains("it is cut short: its last tensor begins at byte ", Assert.Throws<GgufException>(() => GgufModel.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "it does not begin with \"GGUF\""), InlineData(3, "it does not begin with \"GGUF\""), InlineData(6, "it ends within its header"), InlineData(40, "it claims 22 keys, more than the file has room for"), InlineData(900, "more than the file has room for")]
    public async Task A_header_that_ends_too_early_is_told(int bytes, string problem)
    {
        var whole = await File.ReadAllBytesAsync(await WriteAsync("small.gguf"), TestContext.Current.CancellationToken);

        Assert.Contains(problem, Problem(whole[..bytes]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 1u, "its version is 1, and 2 and 3 are known; convert it anew")]
    [InlineData(4, 3u << 24, "big-endian")]
    [InlineData(8, uint.MaxValue, "it claims 22 keys and 4,294,967,295 tensors")]
    [InlineData(16, 60_000u, "keys")]
    [InlineData(24, uint.MaxValue, "a key's name is said to be 4,294,967,295 bytes long")]
    public async Task A_number_that_cannot_be_is_not_believed(int at, uint value, string problem)
    {
        var bytes = await File.ReadAllBytesAsync(await WriteAsync("small.gguf"), TestContext.Current.CancellationToken);
        bytes = bytes[..8192];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

        Assert.Contains(problem, Problem(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Noise_in_a_header_ends_in_a_reading_or_a_sentence_and_in_no_time()
    {
        var whole = await File.ReadAllBytesAsync(await WriteAsync("small.gguf"), TestContext.Current.CancellationToken);
        var header = whole[..12_000];
        var random = new Random(11);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 4000; round++)
        {
            var bytes = header.ToArray();
            for (var edits = random.Next(1, 6); edits > 0; edits--)
                Damage(bytes, random);
            try
            {
                _ = GgufShape.Of(GgufReader.Read(new MemoryStream(random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes), "noise"));
                read++;
            }
            catch (GgufException told)
            {
                Assert.StartsWith("noise is no GGUF file that can be read: ", told.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > 1000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Lists_of_lists_of_lists_are_not_followed_for_ever()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(0x46554747u);
        writer.Write(3u);
        writer.Write(0UL);
        writer.Write(1UL);
        LlamaCpp.GgufMetadata.WriteText(writer, "deep");
        writer.Write(9u);
        for (var depth = 0; depth < 1000; depth++)
        {
            writer.Write(9u);
            writer.Write(1UL);
        }

        Assert.Contains("deeper than makes sense", Problem(bytes.ToArray()), StringComparison.Ordinal);
    }

    /// <summary>Lengths and counts are where it hurts: whole numbers are set as often as single bytes.</summary>
    private static void Damage(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length - 8);
        switch (random.Next(3))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), ulong.MaxValue >> random.Next(64));
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(random.Next(Math.Min(400, at + 1))), (uint)random.NextInt64(uint.MaxValue));
                break;
        }
    }

    private static string Problem(byte[] bytes) => Assert.Throws<GgufException>(() => GgufReader.Read(new MemoryStream(bytes), "it")).Message;

    private async Task<string> WriteAsync(string name)
    {
        var path = Path.Combine(_folder, name);
        if (!File.Exists(path))
            await Small.WriteAsync(path, TestContext.Current.CancellationToken);
        return path;
    }
}
