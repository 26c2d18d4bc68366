using System.Globalization;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>
/// A model of the <c>llama</c> architecture with random weights: it says nothing, takes its time over it, and never ends by itself.
/// Widths are multiples of 256, the block of the K-quants.
/// </summary>
public sealed record RandomLlama
{
    /// <summary>Raised whenever the same shape and seed would be written differently.</summary>
    private const int Version = 1;

    /// <summary>
    /// Every embedding leans this much towards (1,1,…,1) and every output row leans with it or against it. The lean survives
    /// the layers (their noise has no mean) and any quant, so favourites outweigh the end token by far while chance chooses among them.
    /// </summary>
    private const double Lean = 1;

    private const int HeadWidth = 64;

    public int Width { get; init; } = 1024;

    public int FeedForwardWidth { get; init; } = 4096;

    public int Layers { get; init; } = 16;

    public int KeyValueHeads { get; init; } = 4;

    public int ContextLength { get; init; } = 4096;

    public int Seed { get; init; } = 42;

    public string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"random-llama-v{Version}-{Layers}x{Width}x{FeedForwardWidth}-kv{KeyValueHeads}-ctx{ContextLength}-seed{Seed}");

    public Task WriteAsync(string path, CancellationToken cancellationToken) =>
        GgufFile.WriteAsync(path, Metadata(), [.. Tensors(new Random(Seed))], cancellationToken);

    private GgufMetadata Metadata() => ByteVocabulary.AddTo(new GgufMetadata()
        .Text("general.architecture", "llama")
        .Text("general.name", Name)
        .Number("general.file_type", 1)
        .Number("llama.vocab_size", ByteVocabulary.Size)
        .Number("llama.context_length", ContextLength)
        .Number("llama.embedding_length", Width)
        .Number("llama.block_count", Layers)
        .Number("llama.feed_forward_length", FeedForwardWidth)
        .Number("llama.rope.dimension_count", HeadWidth)
        .Number("llama.attention.head_count", Width / HeadWidth)
        .Number("llama.attention.head_count_kv", KeyValueHeads)
        .Real("llama.attention.layer_norm_rms_epsilon", 1e-5f));

    private IEnumerable<GgufTensor> Tensors(Random random)
    {
        var embedding = new Noise(Lean, 1, random);
        var liked = new Noise(0.05, 0.05, random);
        var disliked = new Noise(-0.05, 0.05, random);
        var fromWidth = Mixing(Width, random);
        var fromFeedForward = Mixing(FeedForwardWidth, random);
        return
        [
            new GgufTensor.Matrix("token_embd.weight", Width, ByteVocabulary.Size, _ => embedding),
            .. Enumerable.Range(0, Layers).SelectMany(layer => Layer(layer, fromWidth, fromFeedForward)),
            new GgufTensor.Ones("output_norm.weight", Width),
            new GgufTensor.Matrix(
                "output.weight", Width, ByteVocabulary.Size, token => ByteVocabulary.IsFavourite(token) ? liked : disliked),
        ];
    }

    private IEnumerable<GgufTensor> Layer(int layer, Noise fromWidth, Noise fromFeedForward)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.");
        var keyValueWidth = KeyValueHeads * HeadWidth;
        return
        [
            new GgufTensor.Ones(prefix + "attn_norm.weight", Width),
            new GgufTensor.Matrix(prefix + "attn_q.weight", Width, Width, _ => fromWidth),
            new GgufTensor.Matrix(prefix + "attn_k.weight", Width, keyValueWidth, _ => fromWidth),
            new GgufTensor.Matrix(prefix + "attn_v.weight", Width, keyValueWidth, _ => fromWidth),
            new GgufTensor.Matrix(prefix + "attn_output.weight", Width, Width, _ => fromWidth),
            new GgufTensor.Ones(prefix + "ffn_norm.weight", Width),
            new GgufTensor.Matrix(prefix + "ffn_gate.weight", Width, FeedForwardWidth, _ => fromWidth),
            new GgufTensor.Matrix(prefix + "ffn_up.weight", Width, FeedForwardWidth, _ => fromWidth),
            new GgufTensor.Matrix(prefix + "ffn_down.weight", FeedForwardWidth, Width, _ => fromFeedForward),
        ];
    }

    /// <summary>Evenly spread over ±√(3/n) has variance 1/n: what comes out is as large as what goes in.</summary>
    private static Noise Mixing(int columns, Random random) => new(0, Math.Sqrt(3.0 / columns), random);
}
