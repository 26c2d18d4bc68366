using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

public sealed class LoadVerifierTests
{
    private static readonly LoadOptions Asked = new() { ContextTokens = 65_536, FlashAttention = true };

    [Fact]
    public void The_right_model_with_at_least_the_context_asked_for_is_right()
    {
        var instance = Instance("coder@q8_0", context: 131_072);

        var reason = LoadVerifier.Verify(Model("coder@q8_0", "Q8_0"), Asked, instance, [Model("other", "F16"), Model("coder@q8_0", "Q8_0", instance)]);

        Assert.Null(reason);
    }

    [Fact]
    public void An_instance_that_is_not_listed_is_not_believed()
    {
        var reason = Verify(Instance("coder@q8_0"), [Model("coder@q8_0", "Q8_0")]);

        Assert.Equal("The server said that coder@q8_0 is loaded as \"coder@q8_0\", but it does not list such an instance.", reason);
    }

    [Fact]
    public void A_clamped_context_is_found_in_the_list_even_if_the_load_echoed_the_wish()
    {
        var reason = Verify(Instance("x", context: 65_536), [Model("coder@q8_0", "Q8_0", Instance("x", context: 6553))]);

        Assert.Equal("coder@q8_0 was asked for with a context of 65,536 tokens, but is loaded with 6,553. Free memory or ask for less.", reason);
    }

    [Fact]
    public void Another_quantization_is_found()
    {
        var reason = Verify(Instance("x"), [Model("coder@q4_k_m", "Q4_K_M", Instance("x"))]);

        Assert.Equal("coder@q8_0 was asked for as Q8_0, but the loaded instance \"x\" is Q4_K_M.", reason);
    }

    [Fact]
    public void Another_format_of_the_same_quantization_is_found()
    {
        var reason = Verify(Instance("x"), [Model("coder@q8_0", "Q8_0", Instance("x")) with { Format = ModelFormat.Mlx }]);

        Assert.Equal("coder@q8_0 was asked for as Gguf, but the loaded instance \"x\" is Mlx.", reason);
    }

    [Fact]
    public void Another_model_of_the_same_quantization_is_found()
    {
        var reason = Verify(Instance("x"), [Model("writer@q8_0", "Q8_0", Instance("x"))]);

        Assert.Equal("coder@q8_0 was asked for, but the loaded instance \"x\" belongs to writer@q8_0.", reason);
    }

    [Fact]
    public void A_second_instance_is_found()
    {
        var reason = Verify(Instance("x:2"), [Model("coder@q8_0", "Q8_0", Instance("x"), Instance("x:2"))]);

        Assert.Equal("coder@q8_0 is loaded 2 times (x, x:2): any of them might answer. Unload all but one.", reason);
    }

    [Fact]
    public void Flash_attention_other_than_asked_is_found()
    {
        var reason = Verify(Instance("x"), [Model("coder@q8_0", "Q8_0", Instance("x") with { FlashAttention = false })]);

        Assert.Equal("coder@q8_0 was asked for with flash attention on, but is loaded with it off.", reason);
    }

    [Fact]
    public void What_the_server_does_not_say_is_no_fault()
    {
        var bare = new LoadedInstance { Id = "x" };

        var reason = Verify(bare, [Model("coder@q8_0", "Q8_0", bare) with { Quantization = null }]);

        Assert.Null(reason);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("coder@q8_0", null)]
    [InlineData("CODER@Q8_0:2", null)]
    [InlineData("unsloth/coder@q8_0", null)]
    [InlineData("encoder@q8_0", "\"coder@q8_0:2\" was asked, but \"encoder@q8_0\" answered: this says nothing about coder@q8_0.")]
    [InlineData("coder@q4_k_m", "\"coder@q8_0:2\" was asked, but \"coder@q4_k_m\" answered: this says nothing about coder@q8_0.")]
    public void An_answer_must_come_from_the_model_that_was_asked(string? answeredBy, string? expected)
    {
        var timeline = new LlmObs.Measurements.RequestTimeline
        {
            SentAt = DateTimeOffset.UnixEpoch,
            SentTimestamp = 0,
            EndAt = TimeSpan.Zero,
            End = LlmObs.Measurements.StreamEnd.Done,
            ResponseModel = answeredBy,
        };

        Assert.Equal(expected, ResponseVerifier.Verify(Model("coder@q8_0", "Q8_0"), "coder@q8_0:2", timeline)?.Reason);
    }

    private static string? Verify(LoadedInstance instance, IReadOnlyList<LocalModel> listed) =>
        LoadVerifier.Verify(Model("coder@q8_0", "Q8_0"), Asked, instance, listed);

    private static LocalModel Model(string key, string quantization, params IReadOnlyList<LoadedInstance> instances) =>
        new() { Key = key, Quantization = quantization, Format = ModelFormat.Gguf, Instances = instances };

    private static LoadedInstance Instance(string id, int context = 65_536) => new() { Id = id, ContextTokens = context, FlashAttention = true };
}
