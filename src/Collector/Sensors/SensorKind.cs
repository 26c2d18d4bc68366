namespace LlmObs.Collector.Sensors;

/// <summary>One kind of sensor on one operating system, and how it is looked for; what reads at a pace of its own is told the time between samples.</summary>
internal sealed record SensorKind(string Subject, SystemKind System, Func<SystemFolders, TimeSpan, SensorSearch> Look)
{
    public SensorKind(string subject, SystemKind system, Func<SystemFolders, SensorSearch> look)
        : this(subject, system, (folders, _) => look(folders))
    {
    }
}

internal enum SystemKind
{
    Linux,
    MacOS,
    Windows,
    Unknown,
}
