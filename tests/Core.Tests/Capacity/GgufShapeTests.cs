using LlmObs.Capacity;

namespace LlmObs.Tests.Capacity;

/// <summary>Metadata as converters write it, against the shapes that llama.cpp makes of it.</summary>
public sealed class GgufShapeTests
{
    [Fact]
    public void A_plain_model_has_its_head_size_from_its_width()
    {
        var shape = Shape("llama", ("block_count", 32), ("embedding_length", 4096), ("attention.head_count", 32), ("attention.head_count_kv", 8), ("context_length", 8192));

        Assert.Equal(128 * 1024, shape.BytesPerToken(CacheType.F16));
        Assert.Equal(8192, shape.MaximumContextTokens);
        Assert.Null(shape.UpperBound);
    }

    [Fact]
    public void Of_a_hybrid_every_fourth_layer_has_keys_and_the_others_a_state()
    {
        var shape = Shape("qwen3next", ("block_count", 48), ("embedding_length", 2048), ("attention.head_count", 16), ("attention.head_count_kv", 2), ("attention.key_length", 256), ("attention.value_length", 256),
            ("full_attention_interval", 4), ("ssm.conv_kernel", 4), ("ssm.state_size", 128), ("ssm.group_count", 16), ("ssm.time_step_rank", 32), ("ssm.inner_size", 4096));

        Assert.Equal(12, shape.Layers.Count(layer => layer.KeyWidth > 0));
        Assert.Equal(PublishedShapes.Find("qwen3-coder-next")!.Layers, shape.Layers);
    }

    [Fact]
    public void Where_a_list_of_heads_has_a_zero_the_layer_is_recurrent()
    {
        var metadata = Metadata("granitehybrid", ("block_count", 4), ("embedding_length", 1024), ("attention.head_count", 8), ("ssm.conv_kernel", 4), ("ssm.state_size", 16), ("ssm.group_count", 1), ("ssm.inner_size", 2048));

        var shape = GgufShape.Of(metadata with { Lists = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal) { ["granitehybrid.attention.head_count_kv"] = [0, 0, 2, 0] } }).Shape!;

        Assert.Equal([0, 0, 256, 0], shape.Layers.Select(layer => layer.KeyWidth));
        Assert.Equal([true, true, false, true], shape.Layers.Select(layer => layer.StateValues > 0));
    }

    [Fact]
    public void Five_of_six_layers_slide_where_the_architecture_says_so()
    {
        var shape = Shape("gemma3", ("block_count", 12), ("embedding_length", 1152), ("attention.head_count", 4), ("attention.head_count_kv", 1), ("attention.key_length", 256), ("attention.value_length", 256), ("attention.sliding_window", 512));

        Assert.Equal([5, 11], shape.Layers.Select((layer, index) => (layer, index)).Where(one => one.layer.Window is null).Select(one => one.index));
        Assert.Null(shape.UpperBound);
    }

    [Fact]
    public void A_window_without_a_pattern_leaves_an_upper_bound()
    {
        var shape = Shape("unheard-of", ("block_count", 2), ("embedding_length", 64), ("attention.head_count", 1), ("attention.sliding_window", 512));

        Assert.All(shape.Layers, layer => Assert.Null(layer.Window));
        Assert.Equal("some of its layers may look back only 512 tokens, and the file does not say which", shape.UpperBound);
    }

    [Fact]
    public void A_layer_that_only_predicts_further_tokens_keeps_nothing() =>
        Assert.Equal(46, Shape("glm4moe", ("block_count", 47), ("nextn_predict_layers", 1), ("embedding_length", 4096), ("attention.head_count", 32)).Layers.Count);

    [Theory]
    [InlineData("", "it does not say its layers (x.block_count)")]
    [InlineData("block_count", "it does not say its heads (x.attention.head_count_kv)")]
    [InlineData("block_count attention.head_count", "it does not say how large a head is (x.attention.key_length)")]
    [InlineData("block_count attention.head_count full_attention_interval", "it has recurrent layers and does not say how large their state is (x.ssm.state_size)")]
    public void What_is_missing_is_named(string keys, string problem)
    {
        var (shape, why) = GgufShape.Of(Metadata("x", [.. keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => (key, 4.0))]));

        Assert.Null(shape);
        Assert.Equal(problem, why);
    }

    [Fact]
    public void Numbers_that_no_model_has_make_no_negative_memory()
    {
        string[] keys = ["block_count", "embedding_length", "attention.head_count", "attention.head_count_kv", "attention.key_length", "attention.value_length", "ssm.inner_size", "ssm.state_size", "ssm.conv_kernel", "ssm.group_count", "full_attention_interval"];
        double[] values = [-1, 0, 1, 4096, int.MaxValue, 1e300, double.NaN, 0.5];
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var (shape, problem) = GgufShape.Of(Metadata("x", [.. keys.Select(key => (key, values[random.Next(values.Length)]))]));
            Assert.True(shape is null != problem is null);
            Assert.True(shape is null || shape.SequenceBytes(int.MaxValue, CacheType.F16) >= 0);
        }
    }

    private static ModelShape Shape(string architecture, params (string Key, double Value)[] numbers) => GgufShape.Of(Metadata(architecture, numbers)).Shape!;

    private static GgufMetadata Metadata(string architecture, params (string Key, double Value)[] numbers) => new()
    {
        Texts = new Dictionary<string, string>(StringComparer.Ordinal) { ["general.architecture"] = architecture },
        Numbers = numbers.ToDictionary(pair => $"{architecture}.{pair.Key}", pair => pair.Value, StringComparer.Ordinal),
    };
}
