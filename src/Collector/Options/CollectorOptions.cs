namespace LlmObs.Collector.Options;

/// <summary>How the Collector watches.</summary>
public sealed record CollectorOptions
{
    public const int UsualPort = 5181;

    /// <summary>On 127.0.0.1; 0 takes a free port.</summary>
    public int Port { get; init; } = UsualPort;

    /// <summary>Time from one sample to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}
