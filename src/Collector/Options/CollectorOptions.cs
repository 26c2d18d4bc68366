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
}
