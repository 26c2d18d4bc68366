namespace LlmObs.Collector.Sensors;

/// <summary>Where the system shows its state as files. Tests give folders of recorded ones.</summary>
public sealed record SystemFolders
{
    public string Proc { get; init; } = "/proc";

    public string Sys { get; init; } = "/sys";
}
