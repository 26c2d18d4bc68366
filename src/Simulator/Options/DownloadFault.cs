namespace LlmObs.Simulator.Options;

/// <summary>What goes wrong with a download, always in its middle.</summary>
public enum DownloadFault
{
    Fails,
    Pauses,

    /// <summary>It is still called a download, and no byte comes any more.</summary>
    Stalls,

    /// <summary>It completes, and what is on the disk then is another quantization of the same repository.</summary>
    Misdelivers,
}

/// <param name="Model">The key of a model in the catalogue.</param>
/// <param name="Fault">What happens to it.</param>
public sealed record FaultyDownload(string Model, DownloadFault Fault);
