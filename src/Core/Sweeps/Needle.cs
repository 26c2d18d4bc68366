using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Sweeps;

/// <summary>A fact that nobody can know but from the text it is hidden in.</summary>
/// <param name="Depth">Where, as a share of the text.</param>
/// <param name="Door">What the code is for.</param>
/// <param name="Code">Six digits.</param>
public sealed record Needle(double Depth, string Door, string Code)
{
    private static readonly string[] Doors = ["amber", "cobalt", "ivory", "crimson", "olive", "silver", "violet", "walnut"];

    /// <summary>The sentence that hides it.</summary>
    public string Sentence => $"Remember: the code of the {Door} door is {Code}. ";

    /// <summary>One for each depth, other codes for each step; equal for all variants.</summary>
    public static IReadOnlyList<Needle> Draw(int seed, int step, IReadOnlyList<double> depths)
    {
        var draws = new Draws($"{seed}/needles/{step}");
        return [.. depths.Select((depth, index) => new Needle(depth, Doors[index], (100_000 + draws.Next(900_000)).ToString(CultureInfo.InvariantCulture)))];
    }

    /// <summary>The code as it stands, or with a separator after the thousands.</summary>
    public bool IsIn(string answer) =>
        answer.Contains(Code, StringComparison.Ordinal) || answer.Contains($"{Code[..3]},{Code[3..]}", StringComparison.Ordinal);
}
