namespace LlmObs.Runner.Checks;

/// <summary>Whether a Prometheus keeps the curves. No result depends on it.</summary>
internal sealed class PrometheusCheck : ICheck
{
    public string Subject => "Prometheus";

    public bool IsForEverySession => false;

    public IEnumerable<CheckLine> Look(Circumstances circumstances) => circumstances.Prometheus switch
    {
        null => [],
        { Problem: null } alive => [new(Subject, CheckVerdict.Ok, $"answers at {Place(alive)}.")],
        { Problem: { } problem } silent => [new(Subject, CheckVerdict.Unknown, $"{problem} at {Place(silent)}: no curves are kept; results do not need them.")],
    };

    private static string Place(PrometheusFacts prometheus) => prometheus.Address.AbsoluteUri.TrimEnd('/');
}
