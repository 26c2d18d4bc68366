namespace LlmObs.Collector.Sensors;

/// <summary>Where the system shows its state as files, and where its programs are. Tests give folders of recorded ones.</summary>
public sealed record SystemFolders
{
    public string Proc { get; init; } = "/proc";

    public string Sys { get; init; } = "/sys";

    /// <summary>Folders of programs, as in the variable PATH.</summary>
    public string Programs { get; init; } = Environment.GetEnvironmentVariable("PATH") ?? "";
}
