using LlmObs.Capacity;
using LlmObs.Plans;

namespace LlmObs.Tests.Capacity;

/// <summary>The formula against what is published of two models, and its words at their borders.</summary>
public sealed class MemoryFitTests
{
    private const long Gibibyte = 1L << 30;
    private static readonly MemoryBudget Mac = MemoryBudget.Of(new DataSize(512 * Gibibyte));

    [Fact]
    public void MiniMax_takes_248_KiB_a_token_and_46_5_GiB_at_its_largest()
    {
        var shape = PublishedShapes.Find("unsloth/MiniMax-M2.1-GGUF")!;

        Assert.Equal(248 * 1024, shape.BytesPerToken(CacheType.F16));
        Assert.Equal(46.5, shape.SequenceBytes(196_608, CacheType.F16) / (double)Gibibyte, 3);
        Assert.Equal(0, shape.StateBytes);
    }

    [Fact]
    public void Qwen3_Coder_Next_takes_24_KiB_a_token_and_75_MiB_a_stream()
    {
        var shape = PublishedShapes.Find("qwen3-coder-next")!;

        Assert.Equal(24 * 1024, shape.BytesPerToken(CacheType.F16));
        Assert.Equal(75.4, shape.StateBytes / (double)(1 << 20), 1);
        Assert.Equal(6 * Gibibyte + shape.StateBytes, shape.SequenceBytes(262_144, CacheType.F16));
    }

    [Fact]
    public void Eight_bits_take_17_32_of_sixteen()
    {
        var shape = PublishedShapes.Find("minimax-m2.1")!;

        Assert.Equal(shape.SequenceBytes(65_536, CacheType.F16) * 17 / 32, shape.SequenceBytes(65_536, CacheType.Q8));
    }

    [Fact]
    public void A_sliding_window_stops_growing()
    {
        var shape = new ModelShape { Architecture = "x", Layers = [new() { KeyWidth = 64, ValueWidth = 64, Window = 1024 }, new() { KeyWidth = 64, ValueWidth = 64 }] };

        Assert.Equal(2 * 128 * 2 * 512, shape.SequenceBytes(512, CacheType.F16));
        Assert.Equal(128 * 2 * (1536 + 65_536), shape.SequenceBytes(65_536, CacheType.F16));
        Assert.Equal(128 * 2, shape.BytesPerToken(CacheType.F16));
    }

    /// <summary>426 GiB of weights on the 464 GiB of a 512 GB Mac: on paper it has room, so nobody may call it impossible.</summary>
    [Fact]
    public void Bf16_on_the_512_GB_Mac_is_tight_and_not_impossible()
    {
        var bf16 = MiniMax(426);

        Assert.Equal(464, Mac.Limit.Gibibytes);
        Assert.Equal(FitVerdict.Tight, MemoryFit.Of(bf16, Mac, 62_000, 1, CacheType.F16).Verdict);
        Assert.Equal(FitVerdict.DoesNotFit, MemoryFit.Of(bf16, Mac, 196_608, 1, CacheType.F16).Verdict);
        Assert.InRange(MemoryFit.LargestContext(bf16, Mac, 1, CacheType.F16, FitVerdict.Fits)!.Value, 40_000, 62_000);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(8)]
    public void The_largest_context_is_the_last_step_that_fits(int sequences)
    {
        var (candidate, budget) = (MiniMax(180), MemoryBudget.Of(new DataSize(256 * Gibibyte), new DataSize(230 * Gibibyte)));

        var largest = MemoryFit.LargestContext(candidate, budget, sequences, CacheType.F16, FitVerdict.Fits)!.Value;

        Assert.Equal(0, largest % ModelShape.Step);
        Assert.Equal(FitVerdict.Fits, MemoryFit.Of(candidate, budget, largest, sequences, CacheType.F16).Verdict);
        Assert.NotEqual(FitVerdict.Fits, MemoryFit.Of(candidate, budget, largest + ModelShape.Step, sequences, CacheType.F16).Verdict);
    }

    [Fact]
    public void One_stream_more_than_fit_does_not()
    {
        var candidate = MiniMax(130);
        var most = MemoryFit.MostSequences(candidate, Mac, 131_072, CacheType.F16)!.Value;

        Assert.InRange(most, 2, 100);
        Assert.Equal(FitVerdict.Fits, MemoryFit.Of(candidate, Mac, 131_072, most, CacheType.F16).Verdict);
        Assert.NotEqual(FitVerdict.Fits, MemoryFit.Of(candidate, Mac, 131_072, most + 1, CacheType.F16).Verdict);
    }

    [Fact]
    public void What_is_not_known_is_not_guessed()
    {
        var noShape = MiniMax(130) with { Shape = null };

        Assert.Equal(FitVerdict.Unknown, MemoryFit.Of(noShape, Mac, 8192, 1, CacheType.F16).Verdict);
        Assert.Null(MemoryFit.LargestContext(noShape, Mac, 1, CacheType.F16, FitVerdict.Fits));
        Assert.Equal(FitVerdict.Unknown, MemoryFit.Of(MiniMax(130) with { Weights = null }, Mac, 8192, 1, CacheType.F16).Verdict);
        Assert.Equal(FitVerdict.DoesNotFit, MemoryFit.Of(noShape with { Weights = new DataSize(470 * Gibibyte) }, Mac, 8192, 1, CacheType.F16).Verdict);
    }

    [Fact]
    public void An_upper_bound_never_says_that_something_does_not_fit()
    {
        var bound = MiniMax(400) with { Shape = PublishedShapes.Find("minimax-m2.1")! with { UpperBound = "why" } };

        Assert.Equal(FitVerdict.Unknown, MemoryFit.Of(bound, Mac, 196_608, 4, CacheType.F16).Verdict);
        Assert.Equal(FitVerdict.Fits, MemoryFit.Of(bound, Mac, 8192, 1, CacheType.F16).Verdict);
    }

    [Fact]
    public void A_limit_of_the_graphics_processor_counts_before_all_memory()
    {
        Assert.Equal(96 * Gibibyte, MemoryBudget.Of(new DataSize(128 * Gibibyte), new DataSize(96 * Gibibyte)).Limit.Bytes);
        Assert.Equal(128 * Gibibyte, MemoryBudget.Of(new DataSize(128 * Gibibyte)).Limit.Bytes);
        Assert.Equal(3 * Gibibyte, MemoryBudget.Of(new DataSize(16 * Gibibyte)).Margin.Bytes);
    }

    private static Candidate MiniMax(int gibibytes) => new()
    {
        Name = "minimax",
        Weights = new DataSize(gibibytes * Gibibyte),
        WeightsSource = "a test",
        Shape = PublishedShapes.Find("minimax-m2.1"),
        ShapeSource = "a test",
        MaximumContextTokens = 196_608,
    };
}
