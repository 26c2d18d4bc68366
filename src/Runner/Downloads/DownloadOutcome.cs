namespace LlmObs.Runner.Downloads;

/// <summary>What became of the fetching of a plan's models.</summary>
public abstract record DownloadOutcome
{
    private DownloadOutcome()
    {
    }

    /// <summary>Nothing was begun: every reason, each with what to do.</summary>
    public sealed record Refused(IReadOnlyList<string> Problems) : DownloadOutcome;

    /// <summary>It was gone through, or stopped.</summary>
    /// <param name="Results">Of each variant that was missing, in order.</param>
    public sealed record Ended(IReadOnlyList<FetchResult> Results) : DownloadOutcome
    {
        /// <summary>By the user.</summary>
        public bool IsInterrupted { get; init; }

        /// <summary>Why the server could not be asked any more; null where it could.</summary>
        public string? Lost { get; init; }

        public bool HasFailures => Lost is not null || Results.Any(result => result is { IsThere: false, IsOpen: false });
    }
}
