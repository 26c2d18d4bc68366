namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>The files of one random model, written when first asked for and kept in the temporary folder for the next run.</summary>
/// <remarks>A file appears whole (draft, then move), so that processes may race: the loser replaces equal bytes by equal bytes.</remarks>
public sealed class LlamaModels(LlamaTools tools, RandomLlama model) : IDisposable
{
    private const string Unquantized = "F16";
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Three sizes far enough apart to compare, quick to make; Q2_K and the I-quants take several times as long.</summary>
    public static IReadOnlyList<string> Quantizations => ["Q8_0", "Q4_K_M", "Q3_K_S"];

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "llmobs-gguf", model.Name);

    /// <summary>The file of a quantization, or of <c>F16</c>.</summary>
    public async Task<string> FileAsync(string quantization, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(Folder);
            var source = await EnsureAsync(Unquantized, draft => model.WriteAsync(draft, cancellationToken));
            return quantization == Unquantized ? source : await EnsureAsync(
                quantization, draft => new LlamaQuantize(tools).RunAsync(source, draft, quantization, cancellationToken));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<string> EnsureAsync(string quantization, Func<string, Task> writeAsync)
    {
        var path = Path.Combine(Folder, $"random-llama-{quantization}.gguf");
        if (File.Exists(path))
            return path;
        var draft = $"{path}.{Guid.NewGuid():N}.draft";
        try
        {
            await writeAsync(draft);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }

        return path;
    }
}
