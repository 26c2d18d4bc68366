namespace LlmObs.AppHost;

/// <summary>What the app host was asked for; what is not ours goes on to Aspire.</summary>
public sealed record AppHostOptions
{
    /// <summary>The server under test; null lets the Runner look for one and take the Simulator where there is none.</summary>
    public string? Server { get; init; }

    /// <summary>The environment variable that holds the server's key.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>A file, or a name in <c>plans/</c>.</summary>
    public string? Plan { get; init; }

    /// <summary>Where the session folders go.</summary>
    public string? Output { get; init; }

    /// <summary>Starts the plan at once, on a real server too.</summary>
    public bool Run { get; init; }

    /// <summary>Starts the plan at once and ends after its result, with its exit code.</summary>
    public bool Once { get; init; }

    public IReadOnlyList<string> ForAspire { get; init; } = [];

    /// <summary>The plan as the Runner finds it, whose working folder is another one than the user's.</summary>
    public string? PlanForRunner => Plan is not null && File.Exists(Plan) ? Path.GetFullPath(Plan) : Plan;

    /// <summary>The results' folder: beside the sources, where the user names none.</summary>
    public string ResultsFolder(string appHostFolder) => Path.GetFullPath(Output ?? Path.Combine(appHostFolder, "..", "..", "results"));
}
