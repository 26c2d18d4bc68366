using LlmObs.Plans;

namespace LlmObs.Capacity;

/// <summary>How much memory a model may take, and what of it should stay free.</summary>
public sealed record MemoryBudget
{
    private const long Gibibyte = 1L << 30;
    private const double MarginShare = 0.05;
    private const long LeastMargin = 3 * Gibibyte;

    /// <summary>What macOS lets the graphics processor take of 512 GiB unless told otherwise (recommendedMaxWorkingSetSize of an M3 Ultra).</summary>
    private const long DefaultOf512 = 464 * Gibibyte;

    public required DataSize Total { get; init; }

    /// <summary>The most a model may take: beyond it, it does not load.</summary>
    public required DataSize Limit { get; init; }

    /// <summary>Where the limit comes from, in words.</summary>
    public required string Source { get; init; }

    /// <summary>What should stay free of it: 3 GiB, or 5 % where that is more.</summary>
    public DataSize Margin => new(Math.Max(LeastMargin, (long)(Limit.Bytes * MarginShare)));

    /// <param name="total">Of the machine.</param>
    /// <param name="gpu">What the graphics processor may take, where it is known.</param>
    public static MemoryBudget Of(DataSize total, DataSize? gpu = null) => gpu switch
    {
        { } known => new MemoryBudget { Total = total, Limit = known, Source = "what the graphics processor may take" },
        null when total.Bytes == 512 * Gibibyte => new MemoryBudget { Total = total, Limit = new DataSize(DefaultOf512), Source = "what macOS lets the graphics processor of a 512 GB Mac take unless told otherwise" },
        null => new MemoryBudget { Total = total, Limit = total, Source = "all of it: what a graphics processor may take is not known here, on a Mac it is less; give it with --gpu-memory" },
    };
}
