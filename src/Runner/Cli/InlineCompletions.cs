namespace LlmObs.Runner.Cli;

/// <summary>
/// Lets the thread that hears of a socket's bytes read them itself instead of waking another for it: what is stamped is then later by one wake-up, not by two.
/// The platform looks at the variable when the first socket is used (docs/decisions/what-a-chunk-costs.md). Without effect on Windows.
/// </summary>
internal static class InlineCompletions
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>What the user has set stays.</summary>
    public static void TurnOn()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Environment.SetEnvironmentVariable(Variable, "1");
    }
}
