using LlmObs.Results;
using LlmObs.Runner.Checks;

namespace LlmObs.Runner.Pages;

/// <summary>How the Runner serves.</summary>
public sealed record ServeOptions
{
    public const int DefaultPort = 5180;

    /// <summary>On loopback; 0 takes a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The server under test; null looks for one.</summary>
    public Uri? Server { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>The Collector on the machine under test; null where nobody watches it.</summary>
    public Uri? Collector { get; init; }

    /// <summary>A Simulator that runs already, for when no server is found; null starts one in this process.</summary>
    public Uri? Simulator { get; init; }

    /// <summary>The Simulator is asked for by name: no server is looked for.</summary>
    public bool WantsSimulator { get; init; }

    /// <summary>The plan that is run first: a path or a name in <c>plans/</c>.</summary>
    public string Plan { get; init; } = "quick";

    public string PlanName => Path.GetFileNameWithoutExtension(Plan);

    public string ResultsFolder { get; init; } = "results";

    /// <summary>A check that says that nothing good can come of it keeps no session from beginning.</summary>
    public bool IgnoreChecks { get; init; }

    /// <summary>Where the processes that measure on this machine tell of each other; null where they do not.</summary>
    public MeasuringMarks? Marks { get; init; }

    /// <summary>Begins at once on a real server too; the Simulator is always begun on at once.</summary>
    public bool RunAtOnce { get; init; }

    /// <summary>Ends after the first result, with its exit code.</summary>
    public bool Once { get; init; }

    /// <summary>Tells the person at the terminal what was chosen, noticed and measured.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Draws the results for a terminal.</summary>
    public required Func<IReadOnlyList<VariantResult>, string> Table { get; init; }
}
