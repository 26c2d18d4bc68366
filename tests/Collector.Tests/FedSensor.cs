using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests;

/// <summary>A sensor that reads what a test says.</summary>
internal sealed class FedSensor(string name, Func<HostSample, HostSample> read) : ISensor
{
    public string Name => name;

    public string Source => "a test";

    public static FedSensor Broken(string name, string reason) => new(name, _ => throw new InvalidDataException(reason));

    public HostSample Read(HostSample sample) => read(sample);
}
