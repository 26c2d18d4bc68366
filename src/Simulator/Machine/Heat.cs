using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Machine;

/// <summary>
/// Power and temperature by formula. What the machine draws follows at once from what it does; its temperature goes towards room + resistance × power with a
/// first-order lag, exactly: T(t) = T∞ + (T₀ − T∞) e^(−t/τ). The figures are inventions of a plausible size.
/// </summary>
public sealed class Heat(SimulatorOptions options)
{
    public const double IdleWatts = 12;

    /// <summary>In addition, while a model is loaded.</summary>
    public const double LoadWatts = 45;

    /// <summary>In addition, for every other request at once: the same weights serve all.</summary>
    public const double NeighbourWatts = 8;

    public const double RoomCelsius = 32;
    public const double CelsiusPerWatt = 0.22;
    public const double NominalHertz = 1.38e9;
    public const double IdleHertz = 0.34e9;

    /// <summary>Of frequency and speed, when it slows itself down.</summary>
    public const double ThrottledShare = 0.7;

    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(8);

    public static double IdleCelsius => Equilibrium(IdleWatts);

    public TimeSpan TimeConstant => Lag / options.TimeScale;

    public static double Equilibrium(double watts) => RoomCelsius + CelsiusPerWatt * watts;

    public static double Watts(MachineMoment moment) =>
        IdleWatts + (moment.IsLoading ? LoadWatts : 0) + (moment.Answering.Count == 0 ? 0 : moment.Answering.Max() + NeighbourWatts * (moment.Answering.Count - 1));

    public double After(double celsius, double watts, TimeSpan time)
    {
        var end = Equilibrium(watts);
        return end + (celsius - end) * Math.Exp(-Math.Max(0, time / TimeConstant));
    }

    public bool Throttles(double celsius) => celsius >= options.ThrottlesAtCelsius;

    public double GpuHertz(MachineMoment moment) => moment.Answering.Count == 0 ? IdleHertz : NominalHertz * (Throttles(moment.Celsius) ? ThrottledShare : 1);
}
