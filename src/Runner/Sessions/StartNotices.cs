using LlmObs.Results;

namespace LlmObs.Runner.Sessions;

/// <summary>What the owner should know before the first load, a sentence each.</summary>
internal static class StartNotices
{
    public static IEnumerable<string> Of(SessionMatrix matrix) => matrix.Missing.Select(Missing);

    private static string Missing(MissingVariant missing) =>
        $"{missing.Variant} is not measured: {missing.Reason}.{(missing.FetchLine is { } line ? $" This fetches it: {line}" : "")}";
}
