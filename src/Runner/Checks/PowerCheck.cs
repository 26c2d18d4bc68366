namespace LlmObs.Runner.Checks;

/// <summary>A machine on battery, or one that saves power, is slower than itself.</summary>
internal sealed class PowerCheck : ICheck
{
    public string Subject => "power";

    public bool IsForEverySession => true;

    public bool IsAboutMachine => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        var report = circumstances.Machine.Report;
        if (report?.IsOnBattery is true)
            yield return new(Subject, CheckVerdict.Warning, "the machine runs on its battery.", "Plug it in: on battery it is slower, and may sleep.");
        if (report?.IsLowPowerMode is true)
            yield return new(Subject, CheckVerdict.Warning, "the system saves power (low-power mode) and is slower for it.", "Turn it off while you measure.");
        if (report is { IsOnBattery: true } or { IsLowPowerMode: true })
            yield break;
        yield return report is null or { IsOnBattery: null, IsLowPowerMode: null }
            ? new(Subject, CheckVerdict.Unknown, $"neither source nor mode is known: {circumstances.Machine.Problem ?? "the system does not tell"}.")
            : new(Subject, CheckVerdict.Ok, string.Join(", ", new[] { Source(report.IsOnBattery), Mode(report.IsLowPowerMode) }.OfType<string>()) + ".");
    }

    private static string? Source(bool? isOnBattery) => isOnBattery is false ? "on mains" : null;

    private static string? Mode(bool? isLowPower) => isLowPower is false ? "no low-power mode" : null;
}
