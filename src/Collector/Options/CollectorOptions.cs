using System.Net;

namespace LlmObs.Collector.Options;

/// <summary>How the Collector watches.</summary>
public sealed record CollectorOptions
{
    public const int UsualPort = 5181;

    /// <summary>Where it listens: on this machine only, unless told otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>What whoever asks must send; null where everybody on this machine may ask.</summary>
    public string? Token { get; init; }

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; } = UsualPort;

    /// <summary>Time from one sample to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the other sensors wait for one that does not return. Tests that are not about it wait long: their machine may be busy.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);
}
