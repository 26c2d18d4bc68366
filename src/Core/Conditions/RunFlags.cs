using System.Globalization;

namespace LlmObs.Conditions;

/// <summary>Which flags a run has. A pure function of what was kept of it, so that other bounds can be applied to old sessions.</summary>
public static class RunFlags
{
    /// <summary>A graphics processor's frequency moves by 1 or 2 % without any heat.</summary>
    public const double FrequencyShare = 0.05;

    /// <summary>What any system moves about now and then is less.</summary>
    public const long SwapBytes = 64L << 20;

    /// <summary>What prints as no time at all is none.</summary>
    public const double LeastThrottledSeconds = 0.1;

    public static IReadOnlyList<RunFlag> Of(RunConditions? conditions, RunClock? clock, SharedUse? shared = null)
    {
        RunFlag?[] flags =
        [
            Flag(RunFlagKind.Throttled, [ThermalPressure(conditions), ThrottledTime(conditions), Frequency(conditions?.Gpu)]),
            Flag(RunFlagKind.Swapped, [Swap("swap grew by", conditions?.Swap?.GrowthBytes, conditions?.LoadSwap?.GrowthBytes), Swap("read back from swap:", conditions?.Swap?.InBytes, conditions?.LoadSwap?.InBytes)]),
            Flag(RunFlagKind.Slept, [Sleep(clock)]),
            Flag(RunFlagKind.BeganWarm, [Gate(conditions?.Gate)]),
            Flag(RunFlagKind.Shared, [Others(shared)]),
        ];
        return [.. flags.OfType<RunFlag>()];
    }

    private static RunFlag? Flag(RunFlagKind kind, IEnumerable<string?> reasons)
    {
        var known = reasons.OfType<string>().ToList();
        return known.Count == 0 ? null : new RunFlag(kind, string.Join(", ", known));
    }

    private static string? ThermalPressure(RunConditions? conditions) =>
        conditions?.HighestThermalPressure is >= 1 and var pressure ? Text($"thermal pressure up to {pressure} of 4") : null;

    private static string? ThrottledTime(RunConditions? conditions) =>
        conditions?.ThrottledSeconds is >= LeastThrottledSeconds and var seconds ? Text($"{(conditions.IsThrottledByPressure ? "under thermal pressure" : "the processor ran slower against heat")} for {seconds:0.0} s") : null;

    private static string? Frequency(GpuFrequency? gpu) => gpu is not null && gpu.LowestHertz < gpu.FirstHertz * (1 - FrequencyShare)
        ? Text($"{gpu.Gpu} fell from {gpu.FirstHertz / 1e6:0} to {gpu.LowestHertz / 1e6:0} MHz while answering")
        : null;

    private static string? Swap(string what, long? bytes, long? whileLoading) => bytes > SwapBytes
        ? Text($"{what} {(double)bytes / (1L << 30):0.00} GiB{(bytes - whileLoading <= SwapBytes ? " while loading" : "")}")
        : null;

    private static string? Sleep(RunClock? clock) => clock switch
    {
        null or { Agrees: true } => null,
        { AheadSeconds: > 0 } => Text($"the machine slept or its clock was set forward: {clock.AheadSeconds:0} s of {clock.WallSeconds:0} s are missing on the monotonic clock"),
        _ => Text($"the machine's clock was set back by {-clock.AheadSeconds:0} s"),
    };

    private static string? Gate(GateWait? gate) => gate switch
    {
        { LimitReached: true } => Text($"its block began after {gate.WaitedSeconds:0} s of waiting, the plan's limit: {gate.WaitedFor}"),
        { End: GateEnd.NotKnown } => Text($"its block began after {gate.WaitedSeconds:0} s of waiting, and whether the machine had cooled down is not known"),
        _ => null,
    };

    /// <summary>Having waited makes nothing slower.</summary>
    private static string? Others(SharedUse? shared) => shared is { During: [var first, ..] during }
        ? Text($"the server worked for somebody else during {during.Count} of its requests, the first {first}")
        : null;

    private static string Text(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
