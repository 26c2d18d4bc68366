namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>Small models of other architectures with weights that mean nothing: llama-server lays out their memory as it does for the real ones.</summary>
public static class RandomShape
{
    private const int Width = 256;
    private const int HeadWidth = 64;
    private const int Heads = 4;
    private const int KeyValueHeads = 2;
    private const int FeedForward = 256;
    private const int Experts = 2;
    private const int State = 64;
    private const int Groups = 2;
    private const int ValueHeads = 4;
    private const int Kernel = 4;
    private static readonly Noise Any = new(0, 0.05, new Random(3));

    /// <summary>Three layers of a gated delta net to each that attends, as Qwen3-Next has them.</summary>
    public static Task WriteHybridAsync(string path, CancellationToken cancellationToken) => GgufFile.WriteAsync(
        path,
        Common("qwen3next", layers: 8).Number("qwen3next.full_attention_interval", 4).Number("qwen3next.ssm.conv_kernel", Kernel).Number("qwen3next.ssm.state_size", State)
            .Number("qwen3next.ssm.group_count", Groups).Number("qwen3next.ssm.time_step_rank", ValueHeads).Number("qwen3next.ssm.inner_size", ValueHeads * State)
            .Number("qwen3next.expert_count", Experts).Number("qwen3next.expert_used_count", 1).Number("qwen3next.expert_feed_forward_length", FeedForward).Number("qwen3next.expert_shared_feed_forward_length", FeedForward),
        [.. Outer(), .. Enumerable.Range(0, 8).SelectMany(layer => layer % 4 == 3 ? Attending(layer) : Recurrent(layer)), .. Enumerable.Range(0, 8).SelectMany(Mixture)],
        cancellationToken);

    /// <summary>Five layers that look back 512 tokens to each that attends to all, as Gemma 3 has them.</summary>
    public static Task WriteSlidingAsync(string path, CancellationToken cancellationToken) => GgufFile.WriteAsync(
        path,
        Common("gemma3", layers: 12).Number("gemma3.attention.sliding_window", 512),
        [.. Outer(), .. Enumerable.Range(0, 12).SelectMany(Gemma)],
        cancellationToken);

    private static GgufMetadata Common(string architecture, int layers) => ByteVocabulary.AddTo(new GgufMetadata()
        .Text("general.architecture", architecture)
        .Number("general.file_type", 1)
        .Number($"{architecture}.vocab_size", ByteVocabulary.Size)
        .Number($"{architecture}.context_length", 32_768)
        .Number($"{architecture}.embedding_length", Width)
        .Number($"{architecture}.block_count", layers)
        .Number($"{architecture}.feed_forward_length", FeedForward)
        .Number($"{architecture}.rope.dimension_count", HeadWidth)
        .Number($"{architecture}.attention.head_count", Heads)
        .Number($"{architecture}.attention.head_count_kv", KeyValueHeads)
        .Number($"{architecture}.attention.key_length", HeadWidth)
        .Number($"{architecture}.attention.value_length", HeadWidth)
        .Real($"{architecture}.attention.layer_norm_rms_epsilon", 1e-6f));

    private static IEnumerable<GgufTensor> Outer() => [Matrix("token_embd.weight", Width, ByteVocabulary.Size), Ones("output_norm.weight", Width), Matrix("output.weight", Width, ByteVocabulary.Size)];

    private static IEnumerable<GgufTensor> Gemma(int layer)
    {
        var at = FormattableString.Invariant($"blk.{layer}.");
        return
        [
            Ones(at + "attn_norm.weight", Width), Matrix(at + "attn_q.weight", Width, Heads * HeadWidth), Matrix(at + "attn_k.weight", Width, KeyValueHeads * HeadWidth), Matrix(at + "attn_v.weight", Width, KeyValueHeads * HeadWidth),
            Matrix(at + "attn_output.weight", Heads * HeadWidth, Width), Ones(at + "attn_q_norm.weight", HeadWidth), Ones(at + "attn_k_norm.weight", HeadWidth), Ones(at + "post_attention_norm.weight", Width),
            Ones(at + "ffn_norm.weight", Width), Matrix(at + "ffn_gate.weight", Width, FeedForward), Matrix(at + "ffn_up.weight", Width, FeedForward), Matrix(at + "ffn_down.weight", FeedForward, Width), Ones(at + "post_ffw_norm.weight", Width),
        ];
    }

    private static IEnumerable<GgufTensor> Attending(int layer)
    {
        var at = FormattableString.Invariant($"blk.{layer}.");
        return
        [
            Matrix(at + "attn_q.weight", Width, 2 * Heads * HeadWidth), Matrix(at + "attn_k.weight", Width, KeyValueHeads * HeadWidth), Matrix(at + "attn_v.weight", Width, KeyValueHeads * HeadWidth),
            Matrix(at + "attn_output.weight", Heads * HeadWidth, Width), Ones(at + "attn_q_norm.weight", HeadWidth), Ones(at + "attn_k_norm.weight", HeadWidth),
        ];
    }

    private static IEnumerable<GgufTensor> Recurrent(int layer)
    {
        var at = FormattableString.Invariant($"blk.{layer}.");
        var (keys, values) = (Groups * State, ValueHeads * State);
        return
        [
            Matrix(at + "attn_qkv.weight", Width, (2 * keys) + values), Matrix(at + "attn_gate.weight", Width, values), new GgufTensor.Floats(at + "ssm_conv1d.weight", [Kernel, (2 * keys) + values]),
            Ones(at + "ssm_dt.bias", ValueHeads), Ones(at + "ssm_a", ValueHeads), Matrix(at + "ssm_ba.weight", Width, 2 * ValueHeads), Ones(at + "ssm_norm.weight", State), Matrix(at + "ssm_out.weight", values, Width),
        ];
    }

    private static IEnumerable<GgufTensor> Mixture(int layer)
    {
        var at = FormattableString.Invariant($"blk.{layer}.");
        return
        [
            Ones(at + "attn_norm.weight", Width), Ones(at + "post_attention_norm.weight", Width), new GgufTensor.Floats(at + "ffn_gate_inp.weight", [Width, Experts]),
            new GgufTensor.Floats(at + "ffn_gate_exps.weight", [Width, FeedForward, Experts]), new GgufTensor.Floats(at + "ffn_up_exps.weight", [Width, FeedForward, Experts]), new GgufTensor.Floats(at + "ffn_down_exps.weight", [FeedForward, Width, Experts]),
            Ones(at + "ffn_gate_inp_shexp.weight", Width), Matrix(at + "ffn_gate_shexp.weight", Width, FeedForward), Matrix(at + "ffn_up_shexp.weight", Width, FeedForward), Matrix(at + "ffn_down_shexp.weight", FeedForward, Width),
        ];
    }

    private static GgufTensor.Ones Ones(string name, int length) => new(name, length);

    private static GgufTensor.Matrix Matrix(string name, int columns, int rows) => new(name, columns, rows, _ => Any);
}
