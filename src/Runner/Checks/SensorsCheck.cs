namespace LlmObs.Runner.Checks;

/// <summary>Which sensors the Collector found, which of them fail, and what the machine lacks.</summary>
internal sealed class SensorsCheck : ICheck
{
    public string Subject => "sensors";

    public bool IsForEverySession => false;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        if (circumstances.Collector?.Report is not { } report)
            yield break;
        var good = report.Sensors.Where(sensor => sensor.Trouble is null).Select(sensor => sensor.Name).Distinct(StringComparer.Ordinal).ToList();
        yield return good.Count > 0 ? new(Subject, CheckVerdict.Ok, $"{string.Join(", ", good)}.") : new(Subject, CheckVerdict.Warning, "the Collector reads none.");
        foreach (var sensor in report.Sensors.Where(sensor => sensor.Trouble is not null))
            yield return new(Subject, CheckVerdict.Warning, $"{sensor.Name} cannot be read: {sensor.Trouble}");
        foreach (var absent in report.Absent)
            yield return new(Subject, CheckVerdict.Unknown, $"no {absent.Subject}: {absent.Reason}");
    }
}
