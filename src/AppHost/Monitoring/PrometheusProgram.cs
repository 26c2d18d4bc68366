namespace LlmObs.AppHost.Monitoring;

/// <summary>A Prometheus on the PATH, and what it has to be told beyond the usual.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Arguments">What makes it hold its store.</param>
public sealed record PrometheusProgram(string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>Debian's holds its store only when told to; elsewhere that is the rule and this option unknown.</summary>
    private const string Hold = "--storage.tsdb.use-lockfile";

    public static async Task<PrometheusProgram?> FindAsync(OnPath programs, ProgramCall call, CancellationToken cancellationToken)
    {
        if (programs.Find(PrometheusResource.Name) is not { } path)
            return null;
        var help = await call.AskAsync(path, ["--help"], cancellationToken);
        return new PrometheusProgram(path, help?.Contains(Hold, StringComparison.Ordinal) == true ? [Hold] : []);
    }

    /// <summary>Whether one that outlived its app host still writes there.</summary>
    public static bool Holds(string store) => HeldFile.IsHeld(System.IO.Path.Combine(store, "lock"));
}
