namespace LlmObs.Runner.Checks;

/// <summary>What one look at something came to.</summary>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Verdict">Whether it may be measured like that.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do about it; null where nothing is to be done.</param>
internal sealed record CheckLine(string Subject, CheckVerdict Verdict, string Text, string? Remedy = null)
{
    public override string ToString() => $"{Subject}: {Text}{(Remedy is null ? "" : $" {Remedy}")}";
}

internal enum CheckVerdict
{
    Ok,

    /// <summary>Nobody here can tell.</summary>
    Unknown,

    /// <summary>It can be measured; the figures may suffer, or a part is missing.</summary>
    Warning,

    /// <summary>Nothing good can come of measuring.</summary>
    Blocker,
}
