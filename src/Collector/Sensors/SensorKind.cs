namespace LlmObs.Collector.Sensors;

/// <summary>One kind of sensor on one operating system, and how it is looked for.</summary>
internal sealed record SensorKind(string Subject, SystemKind System, Func<SystemFolders, SensorSearch> Look);

internal enum SystemKind
{
    Linux,
    MacOS,
    Windows,
    Unknown,
}
