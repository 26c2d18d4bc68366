namespace LlmObs.AppHost.Monitoring;

/// <summary>How Prometheus and Grafana are had on this machine.</summary>
public abstract record MonitoringChoice
{
    private MonitoringChoice()
    {
    }

    /// <summary>An engine answers: nothing has to be installed.</summary>
    public sealed record Containers(string Engine) : MonitoringChoice;

    /// <summary>No engine, but the programs themselves; Grafana may be missing.</summary>
    public sealed record Programs(PrometheusProgram Prometheus, GrafanaProgram? Grafana) : MonitoringChoice;

    /// <summary>Grafana alone would have nothing to draw.</summary>
    public sealed record Nothing : MonitoringChoice;

    public static async Task<MonitoringChoice> MakeAsync(OnPath programs, ProgramCall call, string? wantedEngine, CancellationToken cancellationToken)
    {
        if (await new ContainerEngine(programs, call).FindAsync(wantedEngine, cancellationToken) is { } answering)
            return new Containers(answering);
        return await PrometheusProgram.FindAsync(programs, call, cancellationToken) is { } prometheus ? new Programs(prometheus, GrafanaProgram.Find(programs)) : new Nothing();
    }

    /// <summary>What is missing, what it would give and how to get it; null where nothing is.</summary>
    public string? Missing() => this switch
    {
        Nothing => "Prometheus and Grafana are left out. They would keep every figure for two years and draw comparisons and live curves. "
            + "Start Docker or Podman, or install them: brew install prometheus grafana, or apt install prometheus.",
        Programs { Grafana: null } => "Grafana is left out. It would draw comparisons and live curves of what Prometheus keeps. "
            + "Start Docker or Podman, or install it: brew install grafana, or https://grafana.com/grafana/download.",
        _ => null,
    };
}
