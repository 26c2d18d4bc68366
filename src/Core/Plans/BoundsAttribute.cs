namespace LlmObs.Plans;

/// <summary>What a number of a plan may be, for its schema; of a list each item. The rules of the plan check say it in words, and a test holds the two together.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BoundsAttribute(double least, double most = double.PositiveInfinity) : Attribute
{
    public double Least => least;

    public double Most => most;

    /// <summary>The most itself is too much.</summary>
    public bool IsBelowMost { get; init; }

    /// <summary>Of a list, how many items it has at least.</summary>
    public int LeastItems { get; init; }

    /// <summary>And at most; 0 has no end.</summary>
    public int MostItems { get; init; }
}
