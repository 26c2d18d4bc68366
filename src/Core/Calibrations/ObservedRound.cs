namespace LlmObs.Calibrations;

/// <summary>One load measured while something goes on beside its requests.</summary>
/// <param name="Observer">What goes on.</param>
/// <param name="Round">Each holds every observer once.</param>
/// <param name="Errors">Of its streams.</param>
public sealed record ObservedRound(string Observer, int Round, IReadOnlyList<StreamError> Errors)
{
    /// <summary>The middle of the errors of the times to first token, in seconds.</summary>
    internal double TimeToFirstToken => Middle([.. Errors.Select(error => error.TimeToFirstTokenSeconds).Order()]);

    /// <summary>The mean size of the errors of all gaps, in seconds.</summary>
    internal double Gap => Errors.SelectMany(error => error.GapSeconds).Average(Math.Abs);

    /// <summary>The mean size of the errors of the decode speeds, as a share.</summary>
    internal double Decode => Errors.Select(error => error.DecodeShare).OfType<double>().Average(Math.Abs);

    private static double Middle(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
