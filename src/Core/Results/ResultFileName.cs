using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary><c>{model}-{version}-{timestamp}</c>, the test plan's own form; the session's start as time, so that a rebuild writes the same names.</summary>
public static class ResultFileName
{
    public static string Of(SessionHeader header, Variant variant) =>
        string.Create(CultureInfo.InvariantCulture, $"{variant.FileStem}-{header.StartedAt.UtcDateTime:yyyyMMdd-HHmmss}");
}
