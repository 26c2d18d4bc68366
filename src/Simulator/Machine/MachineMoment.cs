namespace LlmObs.Simulator.Machine;

/// <summary>What the simulated machine is like at one moment; while nothing changes it goes on from there by formula alone.</summary>
public sealed record MachineMoment
{
    public required DateTimeOffset At { get; init; }

    public long UsedBytes { get; init; } = MachineHistory.OwnBytes;

    /// <summary>Of these, in the server's processes.</summary>
    public long LoadedBytes => UsedBytes - MachineHistory.OwnBytes;

    public bool IsLoading { get; init; }

    /// <summary>Requests being answered, by what the machine draws for each.</summary>
    public IReadOnlyList<double> Answering { get; init; } = [];

    public required double Celsius { get; init; }

    public double DiskReadBytes { get; init; }

    public double DiskBytesPerSecond { get; init; }

    /// <summary>Where the reading under way ends, however long it takes.</summary>
    public double DiskReadEnd { get; init; }

    public long SwapUsedBytes { get; init; }

    public long SwappedInBytes { get; init; }

    public double Watts => Heat.Watts(this);

    /// <summary>The same machine later, if nothing changes until then.</summary>
    internal MachineMoment Until(DateTimeOffset later, Heat heat) => this with
    {
        At = later,
        Celsius = heat.After(Celsius, Watts, later - At),
        DiskReadBytes = Math.Max(DiskReadBytes, Math.Min(DiskReadEnd, DiskReadBytes + DiskBytesPerSecond * (later - At).TotalSeconds)),
    };
}
