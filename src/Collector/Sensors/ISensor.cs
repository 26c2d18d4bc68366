using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>One thing on this machine that can be read.</summary>
public interface ISensor
{
    /// <summary>As people call it: memory, coretemp Package id 0.</summary>
    string Name { get; }

    /// <summary>Where the reading comes from: a file, a system call.</summary>
    string Source { get; }

    /// <summary>The sample with this sensor's readings added. It throws when it cannot read; then only its own readings are missing.</summary>
    HostSample Read(HostSample sample);
}
