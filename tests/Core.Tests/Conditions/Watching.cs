using LlmObs.Conditions;
using LlmObs.Hardware;

namespace LlmObs.Tests.Conditions;

/// <summary>Samples and windows in seconds from one moment, as short as a test wants them.</summary>
internal static class Watching
{
    public static DateTimeOffset Zero { get; } = new(2026, 2, 4, 10, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double seconds) => Zero + TimeSpan.FromSeconds(seconds);

    public static Period Time(double from, double to) => new(At(from), At(to));

    public static HostSample Sample(double seconds) => new() { At = At(seconds) };

    /// <summary>One a second, both ends included.</summary>
    public static IEnumerable<HostSample> EachSecond(int from, int to, Func<int, HostSample, HostSample> reading) =>
        Enumerable.Range(from, to - from + 1).Select(second => reading(second, Sample(second)));

    public static RequestSpan Request(double from, double to, int? tokens = 100) =>
        new() { Time = Time(from, to), Decode = Time(from + 1, to), OutputTokens = tokens };

    /// <summary>Idle for ten seconds, a load until 5, requests as given, over at <paramref name="ended"/>.</summary>
    public static RunWindow Window(double ended, params RequestSpan[] requests) =>
        new() { BaselineFrom = At(-10), LoadBegan = At(0), LoadEnded = At(5), Ended = At(ended), Measured = requests };

    public static RunConditions Seen(IEnumerable<HostSample> samples, RunWindow window, IdleBaseline? idle = null) =>
        RunConditions.Of(samples, window, idle ?? new IdleBaseline(), "a test", 1234);
}
