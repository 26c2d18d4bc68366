using System.Text.Json.Serialization;

namespace LlmObs.Conditions;

/// <summary>How long a run took by two clocks. The monotonic one stands still while the machine sleeps (Linux, macOS), and nobody sets it.</summary>
public sealed record RunClock(double WallSeconds, double MonotonicSeconds)
{
    /// <summary>A clock that is kept right over the network moves by less.</summary>
    public const double Tolerance = 2;

    /// <summary>By how much the wall clock went further: asleep, or set forward; below 0 it was set back.</summary>
    [JsonIgnore]
    public double AheadSeconds => WallSeconds - MonotonicSeconds;

    [JsonIgnore]
    public bool Agrees => Math.Abs(AheadSeconds) <= Tolerance;
}
