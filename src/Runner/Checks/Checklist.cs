namespace LlmObs.Runner.Checks;

/// <summary>Every check there is, in the order of telling. A new one is a file and a line here.</summary>
internal static class Checklist
{
    public static IReadOnlyList<ICheck> All { get; } =
    [
        new ServerCheck(),
        new ServerVersionCheck(),
        new PlanCheck(),
        new OtherModelsCheck(),
        new ContextCheck(),
        new PlacementCheck(),
        new MemoryCheck(),
        new GpuMemoryCheck(),
        new ServerEstimateCheck(),
        new OtherProcessesCheck(),
        new SessionDiskCheck(),
        new ModelDiskCheck(),
        new PowerCheck(),
        new OtherRunsCheck(),
        new ClockCheck(),
        new CollectorCheck(),
        new SensorsCheck(),
        new PrometheusCheck(),
    ];

    public static IReadOnlyList<CheckLine> Look(Circumstances circumstances) => Look(All, circumstances);

    public static IReadOnlyList<CheckLine> LookBeforeSession(Circumstances circumstances) => Look(All.Where(check => check.IsForEverySession), circumstances);

    private static IReadOnlyList<CheckLine> Look(IEnumerable<ICheck> checks, Circumstances circumstances) =>
        [.. checks.SelectMany(check => check.Look(circumstances).Select(line => Named(line, check.IsAboutMachine && circumstances.IsSimulated)))];

    private static CheckLine Named(CheckLine line, bool isSimulated) => isSimulated ? line with { Text = $"simulated: {line.Text}" } : line;
}
