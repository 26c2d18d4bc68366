namespace LlmObs.Conditions;

/// <summary>
/// A figure summed up over a period. Between two readings it goes in a straight line; across a gap nothing is known, and nothing is summed up.
/// Rejected: mean × length, which counts the hours that a machine slept as if it had worked.
/// </summary>
/// <param name="Amount">Over the covered time: watts become joules.</param>
/// <param name="Covered">The part of the period that lies between two readings without a gap.</param>
public readonly record struct Integral(double Amount, TimeSpan Covered)
{
    /// <summary>Null where no time is covered.</summary>
    public double? Mean => Covered > TimeSpan.Zero ? Amount / Covered.TotalSeconds : null;

    /// <summary>The trapezoid rule, with the readings beside the period's ends for what lies between them and the ends.</summary>
    public static Integral OfRate(IReadOnlyList<Reading> readings, Period period, TimeSpan longestGap) =>
        Sum(readings, period, longestGap, (first, next, part) => part.Length.TotalSeconds * (Between(first, next, part.From) + Between(first, next, part.To)) / 2);

    /// <summary>Differences of a counter. A step down is a restart: what it counted meanwhile nobody knows, so that step is not covered.</summary>
    public static Integral OfCounter(IReadOnlyList<Reading> readings, Period period, TimeSpan longestGap) =>
        Sum(readings, period, longestGap, (first, next, part) => next.Value < first.Value ? null : (next.Value - first.Value) * (part.Length / (next.At - first.At)));

    private static Integral Sum(IReadOnlyList<Reading> readings, Period period, TimeSpan longestGap, Func<Reading, Reading, Period, double?> amount)
    {
        var sum = new Integral(0, TimeSpan.Zero);
        for (var index = 1; index < readings.Count; index++)
        {
            var (first, next) = (readings[index - 1], readings[index]);
            var part = new Period(first.At > period.From ? first.At : period.From, next.At < period.To ? next.At : period.To);
            var isKnown = next.At > first.At && next.At - first.At <= longestGap && part.Length > TimeSpan.Zero;
            if (isKnown && amount(first, next, part) is { } more)
                sum = new Integral(sum.Amount + more, sum.Covered + part.Length);
        }
        return sum;
    }

    private static double Between(Reading first, Reading next, DateTimeOffset moment) =>
        first.Value + (next.Value - first.Value) * ((moment - first.At) / (next.At - first.At));
}
